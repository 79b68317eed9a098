import { UsageError } from './usage-error.ts'

/** A value of one option that cannot be used. Whoever took it from a file can name that instead of the flag. */
export class OptionError extends UsageError {
  readonly flag: string
  /** Goes on from the option: `is empty; leave it out.` */
  readonly problem: string

  constructor(flag: string, problem: string) {
    super(`${flag} ${problem}`)
    this.flag = flag
    this.problem = problem
  }
}
