import XMLBuilder from 'fast-xml-builder'
import { shortId } from '../../contract/constraints/index.ts'
import {
  type Finding,
  type FindingPlace,
  findingPlaces,
  findingSubject,
  type LedgerRow,
  type Report,
  type Reporter,
} from '../results/index.ts'
import { escapeUnsafeLines, legible } from '../text/index.ts'
import { findingMessage } from './finding-text.ts'
import { orderFindings, standingOf } from './findings.ts'
import { groupBy } from './ledger.ts'
import { verdictSentence } from './verdict-text.ts'

/** Some servers refuse reports of more than about 30 MB, so further findings have no witness. */
const WITNESSES = 1000

/** A test, as the builder takes it: `@` marks an attribute. */
interface TestCase {
  readonly '@classname': string
  readonly '@name': string
  readonly failure?: object
  readonly error?: object
  readonly skipped?: object
  readonly 'system-out'?: string
}

/**
 * Writes JUnit's XML: a suite for each operation, a test for each constraint. A broken constraint is a failure, an
 * untested one is skipped, and an inconclusive run is an error. Implied constraints are left out, since nothing counts them.
 *
 * @param isGated Whether the run has to pass a gate besides its findings. Then the gate is a test of its own.
 */
export function createJunitReporter(isGated = false): Reporter {
  const builder = new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
  })
  return {
    report: (event) => (event.type === 'finished' ? builder.build(document(event.report, isGated)) : ''),
  }
}

function document(report: Report, isGated: boolean): object {
  const ofRun = [runCase(report), ...(isGated ? [gateCase(report)] : [])]
  const suites = [['fgs-contract', ofRun] as const, ...operationCases(report)].map(([name, cases]) => ({
    '@name': attribute(name),
    ...countsOf(cases),
    testcase: cases,
  }))
  const seconds = (report.summary.durationMs / 1000).toFixed(3)
  const all = suites.flatMap(({ testcase }) => testcase)
  const name = `${report.contract.title} ${report.contract.version} at ${report.target}`
  return {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: { '@name': attribute(name), ...countsOf(all), '@time': seconds, testsuite: suites },
  }
}

const countsOf = (cases: readonly TestCase[]): object => ({
  '@tests': cases.length,
  '@failures': cases.filter(({ failure }) => failure !== undefined).length,
  '@errors': cases.filter(({ error }) => error !== undefined).length,
  '@skipped': cases.filter(({ skipped }) => skipped !== undefined).length,
})

/** A test for the run itself, so that a gate notices an inconclusive one. */
function runCase({ summary, notes }: Report): TestCase {
  const sentence = `${summary.verdict.toUpperCase()}  ${verdictSentence(summary)}`
  const lines = [sentence, ...notes.map(({ message }) => legible(message, { word: 200, whole: 600 }))]
  return {
    '@classname': 'fgs-contract',
    '@name': 'the run is conclusive',
    ...(summary.verdict === 'inconclusive' && { error: { '@type': 'inconclusive', '@message': attribute(sentence) } }),
    'system-out': lines.join('\n'),
  }
}

/** A gate may fail a run in which every constraint passes, so it needs a test that can fail. */
function gateCase({ summary: { verdict, reason } }: Report): TestCase {
  const test: TestCase = { '@classname': 'fgs-contract', '@name': 'gate' }
  if (verdict === 'inconclusive') return { ...test, skipped: { '@message': 'the run is inconclusive' } }
  if (verdict === 'pass' || reason === undefined) return test
  return { ...test, failure: { '@type': 'gate', '@message': attribute(reason) } }
}

function operationCases({ findings, constraints }: Report): Map<string, TestCase[]> {
  const ordered = orderFindings(findings)
  const whole = new Set(ordered.slice(0, WITNESSES))
  const rows = new Map(constraints.map((row) => [row.id, row]))
  // Its witness is with the constraint, or the operation, that it is of; at other places its message is enough.
  const textAt =
    (id: string): FindingToText =>
    (finding) => {
      const row = finding.subject.kind === 'constraint' ? rows.get(finding.subject.constraint) : undefined
      if (whole.has(finding) && keyOf(finding) === id) return findingMessage(finding, row)
      return legible(finding.message, { word: 200, whole: 600 })
    }
  const about = groupBy(
    ordered.flatMap((finding) => keysOf(finding).map((key) => ({ key, finding }))),
    ({ key }) => key,
  )
  const at = (id: string): Finding[] => (about.get(id) ?? []).map(({ finding }) => finding)
  const ofConstraints = constraints
    .filter(({ id, state }) => state !== 'implied' || about.has(id))
    .map((row) => ({ operation: row.operation, test: constraintCase(row, at(row.id), textAt(row.id)) }))
  const ofCases = [...about.keys()].flatMap((key) => {
    const group = at(key)
    const [first] = group
    if (first === undefined || rows.has(key)) return []
    const operation = findingPlaces(first).find((place) => keyAt(first, place) === key)?.operation ?? first.operation
    const subject = first.subject.kind === 'case' ? first.subject : ({ kind: 'constraint', constraint: key } as const)
    return [{ operation, test: findingCase({ ...first, operation, subject }, group, textAt(key)) }]
  })
  const suites = groupBy([...ofConstraints, ...ofCases], ({ operation }) => operation)
  return new Map([...suites].map(([operation, cases]) => [operation, cases.map(({ test }) => test)]))
}

/** The test of a finding at a place where it was seen. */
const keyAt = ({ subject }: Finding, { operation, constraint }: FindingPlace): string =>
  subject.kind === 'case' ? `${operation} ${subject.case}` : (constraint ?? subject.constraint)

const keyOf = (finding: Finding): string => {
  const { subject, operation } = finding
  return keyAt(finding, { operation, ...(subject.kind === 'constraint' && { constraint: subject.constraint }) })
}

const keysOf = (finding: Finding): string[] => findingPlaces(finding).map((place) => keyAt(finding, place))

type FindingToText = (finding: Finding) => string

function constraintCase(row: LedgerRow, findings: readonly Finding[], text: FindingToText): TestCase {
  const name = shortId(row)
  const outcome = outcomeOf(findings, text)
  const skipped = row.state === 'untested' && outcome.failure === undefined
  return {
    '@classname': attribute(row.operation),
    '@name': attribute(name),
    ...outcome,
    ...(skipped && { skipped: { '@message': attribute(row.reason ?? 'untested') } }),
    // Unless the baseline hides it, a finding says how the constraint is broken.
    ...(row.state === 'broken' && findings.length === 0 && { failure: { '@type': 'broken', '@message': 'broken' } }),
  }
}

const findingCase = (first: Finding, findings: readonly Finding[], text: FindingToText): TestCase => ({
  '@classname': attribute(first.operation),
  '@name': attribute(findingSubject(first)),
  ...outcomeOf(findings, text),
})

/** Errors are the failure; advisories and known findings go to the output. */
function outcomeOf(findings: readonly Finding[], text: FindingToText): Pick<TestCase, 'failure' | 'system-out'> {
  const failing = findings.filter((finding) => standingOf(finding) === 'error')
  const harmless = findings.filter((finding) => standingOf(finding) !== 'error')
  const [first] = failing
  return {
    ...(first && {
      failure: {
        '@type': attribute(first.check),
        '@message': attribute(first.message),
        '#text': block(failing.map((finding) => text(finding))),
      },
    }),
    ...(harmless.length > 0 && { 'system-out': block(harmless.map((finding) => text(finding))) }),
  }
}

const attribute = (text: string): string => legible(text, { word: 400, whole: 1000 })

const block = (texts: readonly string[]): string => `\n${texts.map(escapeUnsafeLines).join('\n\n')}\n`
