import type { Finding, LedgerRow } from '../results/index.ts'
import { plainStyle } from './console-style.ts'
import { findingText } from './finding-text.ts'

const STYLE = plainStyle(100)

/** A finding as the message of a test that fails by it: what the console shows, without the mark and without colours. */
export const findingMessage = (finding: Finding, row: LedgerRow | undefined): string =>
  findingText(finding, row, STYLE)
    .map((line) => line.replace(/^ {2}(?:[✗!·] )?/, ''))
    .join('\n')
