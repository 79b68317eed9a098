import {
  type Finding,
  findingSubject,
  type LedgerRow,
  type Report,
  type Reporter,
  type TargetKind,
} from '../results/index.ts'
import { counted, legible } from '../text/index.ts'
import { alsoSeenAt } from './also-seen-at.ts'
import { knownText, orderFindings, type Standing, standingOf } from './findings.ts'
import { findingLocator, isUrl, slashed, sourcePlace } from './source-place.ts'
import { targetText } from './target-text.ts'
import { verdictSentence } from './verdict-text.ts'

/** GitHub shows this many annotations of each level for a step, and drops the rest. */
const SHOWN = 10

type Level = 'error' | 'notice'
const LEVELS: Readonly<Record<Standing, Level>> = { error: 'error', advisory: 'notice', known: 'notice' }

interface Annotation {
  readonly level: Level
  readonly title: string
  readonly message: string
  readonly source?: LedgerRow['source'] | undefined
}

/**
 * Writes workflow commands of GitHub Actions: the verdict, and an annotation for each finding at its place in the
 * contract.
 *
 * @param token Needed if others write to the same stream. Until the run has finished, GitHub then takes no line for a
 * command unless it has this token, so no text of a deployment can become one. Nobody may be able to guess it.
 */
export function createGithubReporter(token?: string): Reporter {
  return {
    report(event) {
      if (event.type === 'started') return token === undefined ? '' : `::stop-commands::${token}\n`
      if (event.type !== 'finished') return ''
      const resume = token === undefined ? '' : `::${token}::\n`
      return resume + annotations(event.report, event).map(command).join('')
    },
  }
}

function annotations(report: Report, kind: TargetKind): Annotation[] {
  const locate = findingLocator(report.constraints)
  const all = orderFindings(report.findings).map((finding) => findingAnnotation(finding, locate(finding)))
  return (['error', 'notice'] as const).flatMap((level) => {
    const verdict = verdictAnnotation(report, kind)
    const first = verdict.level === level ? [verdict] : []
    const ofLevel = all.filter((annotation) => annotation.level === level)
    if (first.length + ofLevel.length <= SHOWN) return [...first, ...ofLevel]
    const shown = ofLevel.slice(0, SHOWN - first.length - 1)
    const title = counted(ofLevel.length - shown.length, level === 'error' ? 'more error' : 'more finding')
    const message = `GitHub shows only ${SHOWN} annotations of each level. The log, and each report in a file, have all of them.`
    return [...first, ...shown, { level, title, message }]
  })
}

function verdictAnnotation({ summary, contract, target }: Report, kind: TargetKind): Annotation {
  const where = legible(`${contract.title} ${contract.version} at ${targetText(kind, target)}`, {
    word: 200,
    whole: 300,
  })
  return {
    level: summary.verdict === 'pass' ? 'notice' : 'error',
    title: `fgs-contract: ${summary.verdict.toUpperCase()}`,
    message: `${where}\n${verdictSentence(summary)}`,
  }
}

function findingAnnotation(finding: Finding, source: LedgerRow['source'] | undefined): Annotation {
  const { operation, check, message, expected, received, intermittent, known } = finding
  const also = alsoSeenAt(finding, 'short')
  const lines = [
    line(message),
    `expected: ${line(expected)}`,
    `received: ${line(received)}`,
    ...(also === undefined ? [] : [`also at: ${line(also)}`]),
    `check: ${check}${intermittent ? ', intermittent' : ''}`,
    ...(known === undefined ? [] : [knownText(known)]),
    // An annotation can only point to a file of the repository.
    ...(source !== undefined && isUrl(source.file) ? [`contract: ${line(sourcePlace(source))}`] : []),
  ]
  const standing = standingOf(finding)
  return {
    level: LEVELS[standing],
    title: line(`${standing}: ${operation} ${findingSubject(finding)}`),
    message: lines.join('\n'),
    source,
  }
}

const line = (text: string): string => legible(text, { word: 200, whole: 600 })

function command({ level, title, message, source }: Annotation): string {
  const properties = [
    ...(source === undefined || isUrl(source.file)
      ? []
      : [
          `file=${property(legible(slashed(source.file), { word: 1000, whole: 1000 }))}`,
          ...(source.line === undefined ? [] : [`line=${source.line}`]),
        ]),
    `title=${property(title)}`,
  ]
  return `::${level} ${properties.join(',')}::${data(message)}\n`
}

/** These are all the escapes that the runner's own toolkit knows. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
