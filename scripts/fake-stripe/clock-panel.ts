import { runUntil } from "./billing-clock.ts";
import { nextEnd } from "./calendar.ts";
import { nowOf } from "./clock.ts";
import { type FakeStripe, nowSeconds } from "./fake.ts";
import { dayInWords } from "./render-page.ts";
import type { Visit } from "./send-page.ts";

const daySeconds = 24 * 3600;
/** By then a renewal's invoice is collected, an hour after its period has begun, and the credits of the last month have ended. */
const settledSeconds = 7 * 3600;

/** The demonstration's panel, which moves the time of one customer. */
export function renderClock(fakeStripe: FakeStripe, customer: string): string {
  const { declines } = fakeStripe.state.customers[customer] ?? { declines: false };
  const fails = declines ? "<p>Payments fail until the card is changed.</p>" : "";
  return `<section class="panel" aria-label="Demo clock">
<h2>Demo clock</h2>
<p>For this customer it is ${dayInWords(nowOf(fakeStripe, customer))}.</p>
${fails}
<form method="post">
<button name="clock" value="next-month">Next month</button>
<button name="clock" value="30-days">30 days later</button>
<button name="clock" value="fail">Payment fails</button>
</form>
</section>`;
}

/**
 * Does what a button of the panel says. Everything that falls due on the way happens in its order. A header tells the app how
 * late it is for the customer then.
 */
export function moveClock(
  { fakeStripe, response }: Pick<Visit, "fakeStripe" | "response">,
  id: string,
  button: string,
) {
  const customer = fakeStripe.state.customers[id];
  if (!customer) return;
  if (button === "fail") {
    customer.declines = true;
    return;
  }
  const now = nowOf(fakeStripe, id);
  const until = button === "30-days" ? now + 30 * daySeconds : nextMonth(fakeStripe, id, now);
  const clock = fakeStripe.state.testClocks[customer.testClock ?? ""];
  const reach = (at: number) => {
    if (clock) clock.frozenTime = at;
    else customer.aheadSeconds = at - nowSeconds();
  };
  runUntil(fakeStripe, [customer], { until, reach });
  response.setHeader("Demo-Time", `${id} ${until}`);
}

/** The next month of the running plan, counted from its anchor, once the renewal is paid. */
function nextMonth({ state }: FakeStripe, customer: string, now: number) {
  const running = Object.values(state.subscriptions).find((one) => one.customer === customer && one.endedAt === null);
  return nextEnd(running?.anchor ?? now, { interval: "month", count: 1 }, now) + settledSeconds;
}
