import Home from "../page.tsx";

export default Home;
