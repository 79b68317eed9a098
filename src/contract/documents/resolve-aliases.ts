import type { Alias, Document } from 'yaml'
import { yamlModule } from './yaml-module.ts'

/**
 * Looks up what the aliases of a document stand for, all in one walk: each is the last node before it with its anchor
 * (YAML 1.2.2, 7.1). By itself the `yaml` package goes through all anchors and aliases for each alias.
 */
export function resolveAliases(document: Document.Parsed): void {
  const { isAlias, visit } = yamlModule()
  const anchored = new Map<string, NonNullable<ReturnType<Alias['resolve']>>>()
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchored.set(node.anchor, node)
        return
      }
      const target = anchored.get(node.source)
      const nodes = target ? [target] : []
      const resolve = node.resolve.bind(node)
      // It counts how much aliases repeat, which is still its own.
      node.resolve = (of, context) => (context ? resolve(of, { ...context, aliasResolveCache: nodes }) : target)
    },
  })
}
