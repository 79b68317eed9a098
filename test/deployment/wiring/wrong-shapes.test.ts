import { expect, test } from 'vitest'
import { bundled, planVerification, replayReport, UsageError, verifyDeployment } from '../../../src/entries/index.ts'

/** As a program in JavaScript gives it. */
const given = (text: string): object => JSON.parse(text)

test.each([
  ['{"header":{"X-Key":"secret"}}', "header is an object; give a list of pairs, such as [['Name', 'value']]."],
  ['{"header":[["X-Key"]]}', "header is a list; give a list of pairs, such as [['Name', 'value']]."],
  ['{"param":["id=1"]}', 'param is a list; give an object that has a text, or a list of texts, for each name.'],
  ['{"body":{"input":{}}}', 'body is an object; give a list.'],
  ['{"include":"GET /pets"}', 'include is a string; give a list; each item is a text.'],
  [
    '{"token":{"token":7}}',
    'token is an object; give a text, a function that returns one, or either by security scheme.',
  ],
  ['{"runs":"5"}', 'runs is a string; give a number.'],
  [
    '{"operations":{"startSyncWorkflowExecution":{"runs":"5"}}}',
    'operations.startSyncWorkflowExecution.runs is a string; give a number.',
  ],
])('an option of a plan in another shape is refused: %s', async (text, message) => {
  const options = given(text)
  expect(() => planVerification(bundled(), options)).toThrow(new UsageError(message))
  await expect(verifyDeployment(bundled(), options)).rejects.toThrow(new UsageError(message))
})

test.each([
  ['{"requireHeld":"95%"}', 'requireHeld is a string; give a list; each item is a text.'],
  ['{"timeout":"10s"}', 'timeout is a string; give a number of milliseconds.'],
  ['{"rate":"5/s"}', 'rate is a string; give a number of requests in a second.'],
  ['{"baseline":"known.json"}', 'baseline is a string; give what readBaseline returns.'],
  ['{"strictBaseline":"yes"}', 'strictBaseline is a string; give true or false.'],
  ['{"ca":{"path":"ca.pem"}}', 'ca is an object; give the content of the file, as a text or bytes.'],
])('an option of a run in another shape is refused: %s', async (text, message) => {
  await expect(verifyDeployment(bundled(), given(text))).rejects.toThrow(new UsageError(message))
})

test('an option of a replay in another shape is refused', async () => {
  const contract = { title: '', digest: '' }
  const report = { file: 'report.json', contract, target: 'http://127.0.0.1:1', findings: [] }
  await expect(replayReport(bundled(), report, given('{"timeout":"10s"}'))).rejects.toThrow(
    new UsageError('timeout is a string; give a number of milliseconds.'),
  )
})
