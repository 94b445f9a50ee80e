import { expect, test } from 'vitest'
import { prepareMaths } from './prepare-maths.ts'

test.for([
  ['a formula', 'the area $a^2$ is', 'the area $$a^2$$ is'],
  ['a letter', 'where $x$ is', 'where $$x$$ is'],
  ['brackets of TeX', 'where \\(x_1\\) is', 'where $$x_1$$ is'],
  ['two sums', 'from $5 to $10 a month', 'from $5 to $10 a month'],
  ['two sums without a space', 'it is $5-$10', 'it is $5-$10'],
  ['a sum with words', '$5 a month (US$) here', '$5 a month (US$) here'],
  ['an escaped dollar', 'it is \\$5 and $y$', 'it is \\$5 and $$y$$'],
  ['code in a line', '`$a$` and $b$', '`$a$` and $$b$$'],
  ['code in a list', '- x\n  ```\n  $a$\n  ```\n$b$', '- x\n  ```\n  $a$\n  ```\n$$b$$'],
  ['a formula that begins with a number', '$2x + 1 = y$', '$$2x + 1 = y$$'],
] as const)('CHAT-1.maths: %s', ([, markdown, prepared]) => {
  // Would catch: prices that are set as formulas, formulas that stay dollars.
  expect(prepareMaths(markdown)).toBe(prepared)
})
