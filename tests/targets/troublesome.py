"""Texts that generators trip over, by what is odd about them."""

TROUBLESOME = {
    "quotes": 'It\'s "quoted" text',
    "colon": "key: value # not a comment",
    "tag": "!Ref Nothing",
    "substitution": "${AWS::Region} and ${Missing}",
    "template": "{{resolve:ssm:name}} and {{ name }}",
    "unicode": "Größe — 写真 📷",
    "long": "x" * 300,
    "lines": "first\n  second: \t third\n\nlast \n",
    "reference": "*anchor &anchor %directive @at `tick`",
    "number": "0123",
    "backslash": "C:\\new\\table 'and'",
    "control": "bell\x07 and next line\x85 and\u2028more",
}
