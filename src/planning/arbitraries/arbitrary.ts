import type { Arbitrary, Random, Stream, Value } from 'fast-check'
import type { SchemaNode } from '../../contract/model/index.ts'
import type { Json } from '../../json/index.ts'
import { Draws, type SchemaReader, smaller, Unsatisfiable, whyNone } from '../generators/index.ts'
import { fastCheck } from './fast-check.ts'

type SchemaArbitrary = new (draws: Draws, nodes: readonly SchemaNode[]) => Arbitrary<Json>

let loaded: SchemaArbitrary | undefined

/** fast-check is loaded late, and with it what extends its class. */
function schemaArbitrary(): SchemaArbitrary {
  const fc = fastCheck()
  loaded ??= class extends fc.Arbitrary<Json> {
    readonly #draws: Draws
    readonly #nodes: readonly SchemaNode[]

    constructor(draws: Draws, nodes: readonly SchemaNode[]) {
      super()
      this.#draws = draws
      this.#nodes = nodes
    }

    generate(random: Random): Value<Json> {
      return new fc.Value(this.#draws.value(this.#nodes, random.nextInt(-0x80000000, 0x7fffffff)), undefined)
    }

    /** Values are shrunk by what they are, so that any that fits can be. */
    canShrinkWithoutContext(value: unknown): value is Json {
      return this.#draws.fits(this.#nodes, value as Json)
    }

    shrink(value: Json): Stream<Value<Json>> {
      return fc.stream(this.#smaller(value))
    }

    *#smaller(value: Json): Generator<Value<Json>> {
      for (const candidate of smaller(this.#draws, this.#nodes, value))
        if (this.#draws.fits(this.#nodes, candidate)) yield new fc.Value(candidate, undefined)
    }
  }
  return loaded
}

/**
 * Values that fit all of the schemas, documented bounds met. Shrinks fit too. Throws UnsupportedKeyword, or
 * Unsatisfiable if no value fits. While generating it throws Unsatisfiable if none is found.
 */
export function arbitrary(reader: SchemaReader | Draws, nodes: readonly SchemaNode[]): Arbitrary<Json> {
  const draws = reader instanceof Draws ? reader : new Draws(reader)
  // What cannot be generated is refused now, in the words of the document.
  const why = whyNone(draws, nodes)
  if (why !== undefined) throw new Unsatisfiable(nodes[0]?.source ?? { file: '', pointer: '' }, why)
  draws.draw(nodes)
  return new (schemaArbitrary())(draws, nodes)
}
