import { NotJudged, withinSteps } from '../../bounded/index.ts'
import {
  type Constraint,
  isSchemaConstraint,
  operationConstraints,
  type Place,
  parameterKey,
  placeKey,
  type SchemaConstraint,
} from '../../contract/constraints/index.ts'
import {
  type Contract,
  type ContractSide,
  type MediaType,
  type Operation,
  type Parameter,
  type SchemaNode,
  type Side,
  sideOf,
} from '../../contract/model/index.ts'
import {
  type BodyFormat,
  concreteMediaType,
  type ParameterReading,
  type ParameterShape,
  readParameter,
  readQuerystring,
  writeParameter,
  writeQuerystring,
} from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
import { bodyFormat } from './body-format.ts'
import { ConstraintFinder, toIssues } from './issues.ts'
import type { Issue } from './judgement.ts'
import { parameterShape } from './parameter-shape.ts'
import { SchemaValidator, type Validate } from './schema-validator.ts'

/** Media types come from messages: whoever sends ever new ones fills no memory with them. */
const MOST_FORMATS = 256

/**
 * What an operation demands, ready to judge by: its constraints, its schemas, compiled when first needed, and how
 * parameters and bodies are read.
 */
export class OperationRules {
  readonly contract: Contract
  readonly operation: Operation
  readonly constraints: readonly Constraint[]
  readonly #validators: {
    readonly [side in Side]: { readonly side: ContractSide; readonly validator: SchemaValidator }
  }
  /** Of thousands of places each is looked up, and not looked for. */
  #byPlace: ReadonlyMap<string, readonly SchemaConstraint[]> | undefined
  #parameters: ReadonlyMap<string, Parameter> | undefined
  readonly #checks = new Map<string, (value: Json) => Issue[]>()
  readonly #shapes = new Map<SchemaNode, ParameterShape>()
  readonly #names = new Map<Parameter['in'], ReadonlySet<string>>()
  readonly #formats = new Map<MediaType, Map<string, BodyFormat>>()

  constructor(contract: Contract, operation: Operation, validator = SchemaValidator.of(contract)) {
    this.contract = contract
    this.operation = operation
    this.constraints = operationConstraints(contract, operation)
    const validatorOf = (name: Side) => {
      const side = sideOf(contract, name, 'judged')
      return { side, validator: side.contract === contract ? validator : SchemaValidator.of(side.contract) }
    }
    this.#validators = { request: validatorOf('request'), response: validatorOf('response') }
  }

  /**
   * The issues of a value at a place, by that place's schema. A value that cannot be judged within bounds has one: whoever
   * looks for values leaves it.
   */
  issues(place: Place, schema: SchemaNode, value: Json): Issue[] {
    try {
      return withinSteps(() => this.judgeValue(place, schema, value))
    } catch (error) {
      if (!(error instanceof NotJudged)) throw error
      const [constraint = this.constraint('method')] = this.constraintsAt(place)
      const expected = 'a value that can be judged'
      return [{ constraint, pointer: '', expected, received: error.message, class: 'unjudged' }]
    }
  }

  /** What schemas demand at a place. */
  constraintsAt(place: Place): readonly SchemaConstraint[] {
    this.#byPlace ??= byPlace(this.constraints.filter(isSchemaConstraint))
    return this.#byPlace.get(placeKey(place)) ?? []
  }

  /** The parameter of that `in.name`. */
  parameter(key: string): Parameter | undefined {
    this.#parameters ??= new Map(this.operation.parameters.map((parameter) => [parameterKey(parameter), parameter]))
    return this.#parameters.get(key)
  }

  /** The issues of a value at a place. Throws NotJudged. */
  judgeValue(place: Place, schema: SchemaNode, value: Json): Issue[] {
    return this.check(place, schema)(value)
  }

  /** Finds the issues of values at a place, by that place's schema. What it gives throws NotJudged. */
  check(place: Place, schema: SchemaNode): (value: Json) => Issue[] {
    const key = placeKey(place)
    let check = this.#checks.get(key)
    if (!check) {
      const { side, validator } = this.#validators[place.side]
      const validate = validator.compile(side.node(schema))
      const finder = new ConstraintFinder(this.constraintsAt(place))
      check = (value) => toIssues(validate(value), value, finder)
      this.#checks.set(key, check)
    }
    return check
  }

  validate(schema: SchemaNode, of: Side = 'response'): Validate {
    const { side, validator } = this.#validators[of]
    return validator.compile(side.node(schema))
  }

  /** What the text of a parameter, or header, of that schema may stand for. */
  shape(schema: SchemaNode): ParameterShape {
    const shape = this.#shapes.get(schema) ?? parameterShape(this.contract, schema)
    this.#shapes.set(schema, shape)
    return shape
  }

  /** What the text of a parameter says, as `readParameter` and `readQuerystring` take it; `taken` are others' names. */
  readParameter(parameter: Parameter, text: string, taken?: ReadonlySet<string>): ParameterReading {
    return parameter.in === 'querystring'
      ? readQuerystring(this.format(parameter.media, concreteMediaType(parameter.media.name)), text)
      : readParameter(parameter, text, this.shape(parameter.schema), taken)
  }

  /** The piece of a request that says a value of a parameter: as `writeParameter` and `writeQuerystring` give it. */
  writeParameter(parameter: Parameter, value: Json): string {
    return parameter.in === 'querystring'
      ? writeQuerystring(this.format(parameter.media, concreteMediaType(parameter.media.name)), value)
      : writeParameter(parameter, value)
  }

  /** The names of all parameters of a place. */
  namesAt(place: Parameter['in']): ReadonlySet<string> {
    const { parameters } = this.operation
    const names =
      this.#names.get(place) ??
      new Set(parameters.filter((parameter) => parameter.in === place).map(({ name }) => name))
    this.#names.set(place, names)
    return names
  }

  /** How bodies of a documented media type, sent as `mediaType`, carry values. */
  format(media: MediaType, mediaType: string): BodyFormat {
    const formats = this.#formats.get(media) ?? new Map<string, BodyFormat>()
    const format = formats.get(mediaType) ?? bodyFormat(this.contract, media, mediaType)
    if (formats.size < MOST_FORMATS) formats.set(mediaType, format)
    this.#formats.set(media, formats)
    return format
  }

  /** The constraint of a kind that `test` accepts. Throws if there is none: the caller has read the same operation. */
  constraint<K extends Constraint['kind']>(
    kind: K,
    test: (constraint: Extract<Constraint, { kind: K }>) => boolean = () => true,
  ): Extract<Constraint, { kind: K }> {
    const isOfKind = (constraint: Constraint): constraint is Extract<Constraint, { kind: K }> =>
      constraint.kind === kind
    const constraint = this.constraints.filter(isOfKind).find(test)
    if (!constraint) throw new Error(`${this.operation.id} has no constraint ${kind}`)
    return constraint
  }
}

function byPlace(constraints: readonly SchemaConstraint[]): ReadonlyMap<string, readonly SchemaConstraint[]> {
  const places = new Map<string, SchemaConstraint[]>()
  for (const constraint of constraints) {
    const key = placeKey(constraint.place)
    const here = places.get(key)
    if (here) here.push(constraint)
    else places.set(key, [constraint])
  }
  return places
}
