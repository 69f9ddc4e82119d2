import fc from 'fast-check'

/** What a repository may hold so that a report says something else than it should. */
const pieces = [
  ...[
    '`',
    '``',
    '```',
    '````````',
    '~~~',
    '</details>',
    '<details>',
    '<summary>',
    '@team',
    '@org/team',
    '#123',
    'GH-1',
    'org/repo#1',
    'deadbeef1',
  ],
  ...[
    '<script>alert(1)</script>',
    '</script>',
    '<!--',
    '-->',
    '<!-- marker -->',
    '<img src=x onerror=alert(1)>',
    ']]>',
    '&amp;',
    '&#64;',
    '&lt;',
  ],
  ...[
    '|',
    '\\',
    '\\|',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    '    ',
    '\u001b[31m',
    '\u202e',
    '\u2066',
    '\u0000',
    '\u0085',
    '\u2028',
    '\ud800',
    '😀',
    'é',
  ],
  ...[
    '- ',
    '1. ',
    '# ',
    '> ',
    '***',
    '---',
    '===',
    '[a](b)',
    '[a]: b',
    '![x](http://a.example/i.png)',
    '[^1]',
    'https://a.example',
    'www.a.example',
  ],
  ...['a@b.example', '_x_', '**b**', ':smile:', '$x$', '|---|', '::error::x', '##[group]x', 'javascript:alert(1)', 'a', 'b', ' '],
]

/** Text out of such pieces and random characters. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map(parts => parts.join(''))
