import { expect, test } from 'vitest'
import { bundled } from '../../src/contract/index.ts'
test('x', () => {
const t=performance.now()
const c = bundled()
console.log(performance.now()-t, c.title, c.digest, c.servers)
console.dir(c.operations, {depth: 5})
console.log(c.lineOf(c.operations[0]!.responses[0]!.content[0]!.schema!.source))
console.log(c.resolve('#/components/schemas/Time', {file: c.file, pointer: ''}))
})
