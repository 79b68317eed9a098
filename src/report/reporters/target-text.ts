import type { TargetKind } from '../results/index.ts'

/** Where a run sent its requests: `url` as a reporter shows it, and what it is of, if nobody gave it. */
export const targetText = ({ isEmbedded = false }: TargetKind, url: string): string =>
  isEmbedded ? `the embedded mock, ${url}` : url
