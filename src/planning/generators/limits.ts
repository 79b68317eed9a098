import { LARGEST_BODY, showByteSize } from '../../http/index.ts'

/**
 * Guarantee: whatever a document says, generating from it ends soon and fits into memory. Whoever reaches one of these
 * limits gives fewer values or refuses (`Unsatisfiable`); nobody gives a wrong value.
 */
export const WORK_LIMITS = {
  /** Schemas within schemas that are asked about one value: each takes room on the stack. Deeper ones fit nothing. */
  evaluationDepth: 200,
  /** Schemas that are asked about one value: some lead back to themselves in many ways. */
  evaluations: 2_000_000,
  /** Schemas about one value that lead to each other by `$ref` and choices. */
  refinementDepth: 128,
  refinements: 50_000,
  /** Ways to fit a schema: they multiply if choices stand beside choices. */
  shapes: 256,
  shapesApart: 16,
  /** Branches of a `oneOf` that are told from all others; of more, none is. */
  rivals: 64,
  /** Levels of the flattest value of a schema. */
  height: 40,
  /** Parts of one random value, those that were only tried too; and of one that is built by rule. */
  drawnParts: 100_000,
  builtParts: 10_000,
  drawAttempts: 200,
  numberAttempts: 50,
  textAttempts: 100,
  /** Tries for an item that is unlike those before it. */
  distinctAttempts: 30,
  /** Values that are tried around one start, and in all, for what breaks a keyword alone. */
  candidates: 1_500,
  negativeAttempts: 20_000,
  /** Levels of a value that are made smaller. */
  shrinkDepth: 30,
} as const

/**
 * Guarantee: whatever a document says, what is sought for one of its constraints stays few, so that plans, answers and
 * mutants are made soon. What is not found by then is left out.
 */
export const TRY_LIMITS = {
  /** Values that are tried until one breaks a keyword as it is wanted: for one constraint, and for all of an operation. */
  values: 200,
  valuesInAll: 2_000,
  /** Branches of an `anyOf` or `oneOf` that are taken one by one. */
  branches: 12,
} as const

/**
 * Guarantee: a generated value is refused for what the contract says, not for its size: its JSON has at most as many bytes
 * as `--max-body` says (`maxBody` of its reader) or, by default, as every server takes. A schema that demands more gives no
 * value, and a limit that takes more to exceed is not exceeded.
 */
export const budgetOf = ({ maxBody = LARGEST_BODY }: { readonly maxBody?: number | undefined }): number => maxBody

export const inBudget = (budget: number): string => `--max-body ${showByteSize(budget)}`

export const SIZE_LIMITS = {
  /** Random texts have at most as many characters, unless they must have more. */
  randomText: 100_000,
  /** Longer texts at a limit are plain ones: others would show little more, and each takes a request of its own. */
  variedText: 100_000,
  /** Items that are made one by one; the further ones repeat these. */
  itemsApart: 32,
  /** Levels whose edges are tried. */
  edgeDepth: 6,
  /** Levels at which a value takes any way to fit; below them it takes the flattest, and a random one nothing optional. */
  freeDepth: 5,
  /** Levels at which a full value has what is optional. */
  fullDepth: 12,
} as const
