import type { Issue } from '../messages/index.ts'

/** What the contract demands in place of what was sent, to follow "the contract". */
export function demandOf({ constraint, expected }: Pick<Issue, 'constraint' | 'expected'>): string {
  if (constraint.kind === 'required') return 'requires this property'
  if (constraint.kind === 'presence')
    return constraint.place.in === 'body' ? 'requires a body' : 'requires this parameter'
  if (expected.startsWith('no ')) return `allows ${expected}`
  return /^(?:not )?to /.test(expected)
    ? `requires it ${expected}`
    : `asks for ${expected.replace(/^(?=media type )/, 'the ')}`
}
