import { OPTIONS } from './options.ts'

/** The number that a seed stands for. It is fixed by default, so that a run can be repeated. */
export const seedOf = (seed: number | 'random' = OPTIONS.seed.default): number =>
  seed === 'random' ? (crypto.getRandomValues(new Int32Array(1))[0] ?? OPTIONS.seed.default) : seed
