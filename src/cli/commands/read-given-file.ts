import { readFileSync } from 'node:fs'
import { UsageError } from '../../report/results/index.ts'
import { reasonOf } from './output.ts'

/** Reads a file that the user named. Throws UsageError with the sentence that `refusal` makes of the reason. */
export function readGivenFile(file: string, refusal: (reason: string) => string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new UsageError(refusal(isAbsent ? 'it does not exist' : reasonOf(error)))
  }
}
