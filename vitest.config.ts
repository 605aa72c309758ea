import { defineConfig } from 'vitest/config'

/** Tests that run the built program; only they pay for a build. */
const program = ['test/cli/**/*.test.ts', 'test/program/**/*.test.ts']

/** No test is timed: this only ends one that hangs, on however busy a machine. */
const patience = (mode: string): number => (mode === 'long' ? 1_800_000 : 300_000)

export default defineConfig(({ mode }) => ({
  test: {
    // `--mode long` (npm run check:long): the long variants of fuzz and oracles.
    env: mode === 'long' ? { SEATPLAN_LONG: '1' } : {},
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    // `.ci/run` reads its counts from here.
    reporters: process.env['SEATPLAN_TEST_REPORT'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: process.env['SEATPLAN_TEST_REPORT'] ?? '' },
    // A project that extends this is read without the mode: what depends on the mode is said to each of them.
    projects: [
      { extends: true, test: { name: 'fast', testTimeout: patience(mode), include: ['test/**/*.test.ts'], exclude: program } },
      { extends: true, test: { name: 'program', testTimeout: patience(mode), include: program, globalSetup: ['test/build-once.ts'] } },
    ],
  },
}))
