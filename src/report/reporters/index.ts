import type { Reporter } from '../results/index.ts'
import type { ConsoleOptions } from './console-reporter.ts'

export { findingMessage } from './finding-text.ts'
export { requestDocument } from './json-reporter.ts'
export { type ReplayTextOptions, renderReplayJson, renderReplayText } from './replay-text.ts'

/** What any reporter may be told about the place that its text goes to. */
export interface ReporterOptions extends ConsoleOptions {
  /** Where others write to the same stream: what nobody can guess, so that only a reporter's commands are commands. */
  readonly token?: string
}

/** One line per format. Each is loaded only when it is asked for, since a format may bring a library. */
const factories = {
  console: async (options) => (await import('./console-reporter.ts')).createConsoleReporter(options),
  json: async () => (await import('./json-reporter.ts')).createJsonReporter(),
  junit: async () => (await import('./junit-reporter.ts')).createJunitReporter(),
  github: async ({ token }) => (await import('./github-reporter.ts')).createGithubReporter(token),
  sarif: async () => (await import('./sarif-reporter.ts')).createSarifReporter(),
  html: async () => (await import('./html-reporter.ts')).createHtmlReporter(),
  markdown: async () => (await import('./markdown-reporter.ts')).createMarkdownReporter(),
} satisfies Record<string, (options: ReporterOptions) => Promise<Reporter>>

export type ReporterName = keyof typeof factories

export const isReporterName = (name: string): name is ReporterName => Object.hasOwn(factories, name)

/** The names that `--reporter` takes. */
export const reporterNames: readonly ReporterName[] = Object.keys(factories).filter(isReporterName)

export function createReporter(name: ReporterName, options: ReporterOptions): Promise<Reporter> {
  return factories[name](options)
}
