import type { LedgerRow } from '../results/index.ts'

/** Where the contract says it: `contract.yaml:23`, or with a pointer where no line is known. */
export const sourcePlace = ({ file, pointer, line }: LedgerRow['source']): string =>
  line === undefined ? `${file}#${pointer}` : `${file}:${line}`
