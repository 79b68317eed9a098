import { isError } from '../../http/index.ts'
import { checkNamed, statusOf } from '../../judging/checks/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'
import { MOST_RETRIES, seeAgain } from './settle.ts'

/** Whether what a first request did may be why a second one is refused: a thing is there or gone, or has another name. */
const changesItself = ({ operation: { method } }: OperationJudge): boolean =>
  method === 'PUT' || method === 'PATCH' || method === 'DELETE'

/** Sends each witness of an error once more; what does not show again was intermittent. */
export async function confirmBreaches(
  run: RunState,
  resender: Resender,
  operations: ReadonlySet<string>,
): Promise<void> {
  for (const shown of run.witnesses.shownBreaches) {
    const { breach, testCase } = shown
    if (!operations.has(testCase.operation)) continue
    if (breach.severity === 'advisory' || run.witnesses.isMarked(shown)) continue
    // It was met again already, or a time-out would be waited for once more.
    if (checkNamed(breach.check)?.settles === 'again') continue
    const again = await seeAgain(
      resender.resending(testCase),
      (outcome) => run.shows(testCase, outcome, breach),
      MOST_RETRIES + 1,
    )
    if (again.kind === 'seen') continue
    if (again.kind === 'unsent') {
      run.note(`A finding could not be confirmed: ${again.reason}.`)
      continue
    }
    if (changesItself(run.judgeOf(testCase)) && isError(statusOf(again.exchange))) continue
    // That proves nothing either: what it says may be taken by now.
    if (again.exchange.business !== undefined) continue
    run.witnesses.markIntermittent(shown)
  }
}
