import { createServer } from "node:net";

/** A mail server that accepts everything; it records the commands, and each email with its lines joined. */
export async function startMailServer() {
  const commands: string[] = [];
  const emails: string[] = [];
  const server = createServer((socket) => {
    let email: string[] | null = null;
    socket.on("error", () => undefined);
    socket.write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      for (const line of chunk.split("\r\n").slice(0, -1)) {
        if (email === null) commands.push(line);
        if (email !== null && line !== ".") email.push(line);
        else if (email !== null) {
          emails.push(decode(email.join("\n")));
          email = null;
          socket.write("250 taken\r\n");
        } else if (line === "DATA") {
          email = [];
          socket.write("354 go on\r\n");
        } else if (line.startsWith("EHLO")) socket.write("250-test\r\n250 SMTPUTF8\r\n");
        else socket.write(line === "QUIT" ? "221 bye\r\n" : "250 fine\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The mail server has no port");
  return { url: `smtp://127.0.0.1:${address.port}`, commands, emails, stop: () => void server.close() };
}

/** Out of quoted-printable: soft line ends go, and `=3D` is an equals sign again. */
function decode(text: string): string {
  return text
    .replace(/=\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
