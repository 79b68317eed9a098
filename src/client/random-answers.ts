import { documentedResponse, type OperationJudge } from '../judging/messages/index.ts'
import { Answers } from '../mock/responder/index.ts'
import { answerOf, legalAnswers, type ServedAnswer } from './served-answers.ts'

/** As many random answers, of each status in turn; the same for the same seed. */
export function randomAnswers(judge: OperationJudge, count: number, seed: number): ServedAnswer[] {
  if (count === 0) return []
  const statuses = [...new Set(legalAnswers(judge, 1).map(({ response }) => response.status))]
  const series = statuses.flatMap((status) => {
    const documented = documentedResponse(judge.operation, status)
    return documented ? [{ status, answers: new Answers(judge, documented, status) }] : []
  })
  return Array.from({ length: count }, (_, turn) => {
    const ofStatus = series[turn % Math.max(series.length, 1)]
    const answer = ofStatus?.answers.random(seed, turn)
    return ofStatus && answer && answerOf(judge, `${ofStatus.status} ${answer.name}`, answer.response)
  }).flatMap((answer) => answer ?? [])
}
