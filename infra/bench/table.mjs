// The table that the benchmark ends with: what was measured, against what, what was aimed at, and whether it was met.
import { appendFileSync, readFileSync } from 'node:fs'

// One JSON array a line, so that the programs of one run share a table.
const ROWS = process.env.SMARTBOXES_BENCH_ROWS

// aim: { text, met } or nothing for a figure that is only printed.
export function record(figure, value, { baseline = '-', aim } = {}) {
  add([figure, value, baseline, aim ? aim.text : 'printed', aim ? (aim.met ? 'met' : 'MISSED') : ''])
  console.log(`  ${figure}: ${value}${baseline === '-' ? '' : `; baseline ${baseline}`}${aim ? `; aim ${aim.text}: ${aim.met ? 'met' : 'MISSED'}` : ''}`)
}

// A figure of the table that could not be measured stands in it all the same, with the reason.
export function recordUnmeasured(figure, reason) {
  add([figure, `not measured: ${reason}`, '-', '', 'MISSED'])
  console.log(`  ${figure}: not measured: ${reason}`)
}

// aim as a ratio to a baseline, e.g. atMost(measured, baseline, 0.5)
export function atMost(measured, baseline, factor) {
  return { text: `<= ${factor} x (is ${(measured / baseline).toFixed(2)} x)`, met: measured <= factor * baseline }
}

function add(row) {
  appendFileSync(ROWS, `${JSON.stringify(row)}\n`)
}

export function printTable() {
  const rows = readFileSync(ROWS, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  const all = [['figure', 'measured', 'baseline, same run', 'aim', ''], ...rows]
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  console.log(`\n${line(all[0])}\n| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
  for (const row of rows) console.log(line(row))
  console.log(`\n${rows.filter((row) => row[4] === 'MISSED').length} aims missed`)
}

export const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`
