import type { Contract, Source } from '../contract/model/index.ts'
import type { Pointer } from '../json/index.ts'
import type { Issue } from '../judging/messages/index.ts'
import { legible } from '../report/text/index.ts'

/** A demand of the contract that a message does not meet. */
export interface Broken {
  /** The constraint's id, or what of an operation it is about if no constraint is broken. */
  readonly id: string
  /** Where the document demands it. */
  readonly source: Source
  /** Where in the value. */
  readonly pointers: readonly Pointer[]
  readonly expected: string
  readonly received: string
}

const BLOCKS = 10

/** Issues by their constraints: a message that breaks one in many places breaks it once. */
export function brokenBy(issues: readonly Issue[]): Broken[] {
  const byId = new Map<string, Broken>()
  for (const { constraint, pointer, expected, received } of issues) {
    const { id, source } = constraint
    const earlier = byId.get(id)
    byId.set(
      id,
      earlier
        ? { ...earlier, pointers: [...earlier.pointers, pointer] }
        : { id, source, pointers: [pointer], expected, received },
    )
  }
  return [...byId.values()]
}

/** One block for each: what is broken, where in the message, what was expected and received, and who asks for it. */
export function brokenText(contract: Contract, broken: readonly Broken[]): string {
  const rest = broken.length - BLOCKS
  const blocks = broken.slice(0, BLOCKS).map((demand) => blockOf(contract, demand))
  return [...blocks, ...(rest > 0 ? [`… ${rest} more`] : [])].join('\n\n')
}

function blockOf(contract: Contract, { id, source, pointers, expected, received }: Broken): string {
  const [first = ''] = pointers
  const more = pointers.length > 1 ? ` and ${pointers.length - 1} more` : ''
  const line = contract.lineOf(source)
  return [
    legible(id, { word: 200, whole: 240 }),
    ...(first === '' ? [] : [`  at        ${legible(first, { word: 200, whole: 200 })}${more}`]),
    `  expected  ${legible(expected, LIMITS)}`,
    `  received  ${legible(received, LIMITS)}`,
    `  contract  ${legible(`${source.file}${line === undefined ? '' : `:${line}`} ${source.pointer}`, PLACE)}`.trimEnd(),
  ].join('\n')
}

const LIMITS = { word: 120, whole: 400 }
const PLACE = { word: 300, whole: 400 }
