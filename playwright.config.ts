import { defineConfig } from '@playwright/test';
import { browser } from './build/env.mjs';

const executablePath = browser();
export default defineConfig({
  testDir: 'test/ui',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  workers: 1,
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // A machine that was busy elsewhere for seconds fails a test; `npm test` names what needed another run.
  retries: 2,
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    },
  },
});
