import "server-only";
import { createTransport, type Transporter } from "nodemailer";

const millisecondsToWait = 10_000;

/**
 * A connection to the mail server at an address such as `smtps://user:password@mail.example.com`. Each step times out
 * after `stepMs`.
 */
export function openSmtp(smtpUrl: string, stepMs = millisecondsToWait): Transporter {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === "smtps:";
  return createTransport({
    host: hostname,
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    auth: username === "" ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
