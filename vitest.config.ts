import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

const TESTS = 'test/**/*.test.ts'
const SLOW = 'test/**/*.slow.test.ts'

/**
 * Each has a process of its own. Most change what a whole process shares: its clock, its fetch, its output. The matrix of
 * fixtures takes longest, and waits more than it works: files that share a worker would have to wait for it.
 */
const ALONE = [
  'test/deployment/run/fixture-matrix.test.ts',
  'test/client/{matrix,start-mock-server,vendor-client,verify-client}.test.ts',
  'test/deployment/run/deadlines.test.ts',
  'test/mock/msw/*.test.ts',
]

/** Far from what tests need, as the machine may be busy with other work. */
const common = { testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } }

export default defineConfig({
  test: {
    globalSetup: ['test/support/build-folder.ts', 'test/support/missing-tools.ts'],
    // Many tests wait for another process, or for a time-out, so that cores would be idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: [
      { test: { ...common, name: 'alone', include: ALONE, exclude: [...configDefaults.exclude, SLOW] } },
      // Loading what is tested costs more than most tests: these files load it once for each worker.
      {
        test: {
          ...common,
          name: 'together',
          include: [TESTS],
          exclude: [...configDefaults.exclude, ...ALONE, SLOW],
          isolate: false,
          setupFiles: ['test/support/process-state.ts'],
        },
      },
      { test: { ...common, testTimeout: 300_000, hookTimeout: 300_000, name: 'slow', include: [SLOW] } },
    ],
  },
})
