import { defineConfig } from 'vitest/config'

/** Tests that run the built program; only they pay for a build. */
const program = ['test/cli/**/*.test.ts', 'test/program/**/*.test.ts']

export default defineConfig(({ mode }) => ({
  test: {
    // `--mode long` (npm run check:long): the long variants of fuzz and oracles.
    env: mode === 'long' ? { SEATPLAN_LONG: '1' } : {},
    testTimeout: mode === 'long' ? 1_800_000 : 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    // `.ci/run` reads its counts from here.
    reporters: process.env['SEATPLAN_TEST_REPORT'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: process.env['SEATPLAN_TEST_REPORT'] ?? '' },
    projects: [
      { extends: true, test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: program } },
      { extends: true, test: { name: 'program', include: program, globalSetup: ['test/build-once.ts'] } },
    ],
  },
}))
