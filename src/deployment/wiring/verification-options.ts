import type { LibraryOperationOptions, LibraryOptions } from '../../options/index.ts'
import type { Plan } from '../../planning/cases/index.ts'
import type { RunEvent } from '../../report/results/index.ts'

/** Options for one operation alone. They replace those that hold for all. */
export interface OperationOptions extends LibraryOperationOptions {}

/**
 * The options that decide which requests are sent. Names and defaults are those of the command's options. Where the
 * command takes a file, the library takes its content; durations are milliseconds.
 */
export interface PlanningOptions extends LibraryOptions<'plan'> {
  /** By operation id. */
  readonly operations?: { readonly [id: string]: OperationOptions } | undefined
}

export interface VerificationOptions extends PlanningOptions, LibraryOptions<'verify'> {
  /** What `planVerification` returned for the same contract and options, if you have looked at it before. */
  readonly plan?: Plan | undefined
  /** URL of a proxy. */
  readonly proxy?: string | undefined
  /** The day by which entries of the baseline have expired, such as `2026-12-31`. Default: today, in UTC. */
  readonly today?: string | undefined
  /** Ends the run; what is known by then is reported. */
  readonly signal?: AbortSignal | undefined
  /** Is called with what the run does while it goes; the last event carries the report. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined
}
