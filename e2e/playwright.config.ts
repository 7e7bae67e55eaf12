import { defineConfig } from "@playwright/test";
import { address, browser } from "./support/world.ts";

// Two projects: every journey with scripts, and what is marked @plain once more in a browser that runs none.
export default defineConfig({
  testDir: ".",
  testMatch: ["journeys/*.spec.ts", "checks/*.spec.ts"],
  globalSetup: "./support/setup.ts",
  outputDir: "test-results/files",
  // Most of a journey is waiting: for the bank, for a code, for the clock of the worker.
  workers: 4,
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // Once more for what a busy machine was too slow for; a journey that fails twice fails.
  retries: 1,
  reporter: [["list"]],
  timeout: 60_000,
  expect: { timeout: 5_000 },
  use: {
    baseURL: address,
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 8_000,
    navigationTimeout: 15_000,
    screenshot: "only-on-failure",
    launchOptions: browser,
  },
  projects: [
    { name: "scripts" },
    { name: "plain", use: { javaScriptEnabled: false }, testMatch: "journeys/*.spec.ts", grep: /@plain/ },
  ],
});
