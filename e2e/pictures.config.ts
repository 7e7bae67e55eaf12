import { defineConfig } from "@playwright/test";
import common from "./playwright.config.ts";

// Photographs of every page, in a folder that QIANMO_PICTURES names (pictures-out when it names none).
export default defineConfig({
  ...common,
  testMatch: ["pictures/*.spec.ts"],
  timeout: 600_000,
  projects: [{ name: "pictures" }],
});
