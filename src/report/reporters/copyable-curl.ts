import { counted, isSafe } from '../text/index.ts'

/** The curl line, or why it could not be copied as it stands and is left to the JSON report. */
export function copyableCurl(curl: string, limit: number): { readonly line: string } | { readonly advice: string } {
  if (curl.length <= limit && isSafe(curl)) return { line: curl }
  const why = isSafe(curl)
    ? `is ${counted(curl.length, 'character')} long`
    : 'holds characters that a terminal might obey'
  return { advice: `the curl line ${why}; the JSON report has it: --reporter json=FILE` }
}
