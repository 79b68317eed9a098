import { describe, expect, test } from 'vitest'
import { createHtmlReporter } from '../../../src/report/reporters/html-reporter.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { htmlFaults } from '../../support/html-syntax.ts'
import { everyRun, failReport, finding, passReport, render, report } from '../../support/reports.ts'

const write = (ended: Report): string => render(createHtmlReporter(), ended)

describe('the syntax that tests look for', () => {
  test.each([
    '<p>a < b</p>',
    '<p>a & b</p>',
    '<p><b></p></b>',
    '<p>',
    '<img src="x">',
    '<p onclick="x"></p>',
    '<a href="http://example.com"></a>',
    '<p class=x></p>',
  ])('finds %s', (text) => expect(htmlFaults(text)).not.toEqual([]))
})

test('is one file that loads nothing', () => {
  const page = write(failReport())
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
  expect(page).toMatch(/ content="default-src &#39;none&#39;; style-src &#39;sha256-/)
  expect(page).not.toMatch(/<link|@import|url\(/)
})

test('leaves out what nobody reads, and says so', () => {
  const page = write(everyRun['ten-thousand-findings']?.() ?? passReport())
  expect(page.match(/<details class="finding"/g)).toHaveLength(100)
  expect(page.match(/<ul class="further">[\s\S]*?<\/ul>/)?.[0].match(/<li>/g)).toHaveLength(1000)
  expect(page).toContain('8,900 more findings: the JSON report has them.')
})

test('what cannot be copied as it is, is left to the JSON report', () => {
  const sentences = { message: 'm', expected: 'e', received: 'r' }
  const witness = {
    request: { method: 'GET', target: '/a/../b', headers: [] },
    curl: `curl '${'x'.repeat(8000)}'`,
  }
  const page = write(report('fail', { findings: [finding({ ...sentences, witness })] }))
  expect(page).not.toContain('<div class="snippet">')
  expect(page).toContain('The curl line is 8,007 characters long; the JSON report has it: --reporter json=FILE.')
  expect(page).toContain('fetch cannot send this request unchanged.')
})
