import { writeSync } from 'node:fs'
import { escapeUnsafeLines, escapeUnsafeStyled } from '../../report/text/index.ts'

/** The output could not be written, as on a full disk. Exit code 3, since nobody can read the verdict. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
}

const STDOUT = 1
const STDERR = 2

/** The only ways to a terminal. They escape all that a terminal could obey, so foreign text in it does no harm. */
export const writeStdout = (text: string): boolean => writeWhole(STDOUT, escapeUnsafeLines(text), 'stdout')
export const writeStderr = (text: string): void => void writeWhole(STDERR, escapeUnsafeLines(text), 'stderr')

/** For reporters, whose text may have colours and a line that is rewritten. They have escaped all foreign text in it. */
export const writeStyled = (text: string): void => void writeWhole(STDOUT, escapeUnsafeStyled(text), 'stdout')

/**
 * Writes a whole text before it returns, so that nothing is lost when the process ends. A reader that left is no error:
 * the result says whether there is one.
 */
export function writeWhole(fd: number, text: string, name: string): boolean {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPIPE') return false
      // A pipe that is full takes the rest when its reader has gone on.
      if (code !== 'EAGAIN') throw new OutputError(`${name} cannot be written: ${reasonOf(error)}.`)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return true
}

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'no space is left',
  EBADF: 'it is closed',
}

/** Why a file or stream cannot be written, in plain words if there are any for the system's code. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error))
}
