import { expect, test } from "vitest";
import { isReturnAddress } from "./return-address.ts";

test.each([
  "purse-desktop://credits",
  "com.example.purse:/credits",
  "purse://credits?from=web",
  "https://purse.example.com/app/credits",
])("%s can be a return link", (address) => expect(isReturnAddress(address)).toBe(true));

test.each([
  "",
  "credits",
  "/profile",
  "//evil.example",
  "purse-desktop",
  "javascript:alert(1)",
  "javascript://credits/%0aalert(1)",
  "JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://purse.example.com/1",
  "view-source:https://purse.example.com",
  "intent://credits#Intent;scheme=purse;end",
  "http://purse.example.com/app",
  "https://",
  "https://purse.example.com",
  "https://me@purse.example.com/app",
  "https://purse.example.com/a/../app",
  "https://PURSE.example.com/app",
  " purse-desktop://credits",
  "purse-desktop://cre dits",
  `purse-desktop://${"x".repeat(200)}`,
])("%j cannot be a return link", (address) => expect(isReturnAddress(address)).toBe(false));
