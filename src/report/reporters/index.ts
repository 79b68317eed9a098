import type { Reporter } from '../results/index.ts'
import type { ConsoleOptions } from './console-reporter.ts'

export { findingMessage } from './finding-text.ts'
export { requestDocument } from './json-reporter.ts'
export { type ReplayTextOptions, renderReplayJson, renderReplayText } from './replay-text.ts'

/** What reporters may know about where their text goes. */
export interface ReporterOptions extends ConsoleOptions {
  /** If others write to the same stream: a text that nobody can guess, for the `github` reporter. */
  readonly token?: string
  /** Whether the run has to pass a gate besides its findings. */
  readonly isGated?: boolean
}

/** One line for each reporter; `--reporter` and its messages take its name from here. A reporter is loaded only when used. */
const factories = {
  console: async (options) => (await import('./console-reporter.ts')).createConsoleReporter(options),
  json: async () => (await import('./json-reporter.ts')).createJsonReporter(),
  junit: async ({ isGated }) => (await import('./junit-reporter.ts')).createJunitReporter(isGated),
  github: async ({ token }) => (await import('./github-reporter.ts')).createGithubReporter(token),
  sarif: async () => (await import('./sarif-reporter.ts')).createSarifReporter(),
  html: async () => (await import('./html-reporter.ts')).createHtmlReporter(),
  markdown: async () => (await import('./markdown-reporter.ts')).createMarkdownReporter(),
} satisfies Record<string, (options: ReporterOptions) => Promise<Reporter>>

export type ReporterName = keyof typeof factories

export const isReporterName = (name: string): name is ReporterName => Object.hasOwn(factories, name)

/** The names that `--reporter` accepts. */
export const reporterNames: readonly ReporterName[] = Object.keys(factories).filter(isReporterName)

export function createReporter(name: ReporterName, options: ReporterOptions): Promise<Reporter> {
  return factories[name](options)
}
