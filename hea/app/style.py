"""How tables and figures of ours look on a page, in the colours and the letter of the page around them."""

from string import Template
from typing import Final

from hea import colours

SHEET: Final = Template("""
.hea-table {overflow-x: auto}
.hea-table table {width: 100%; border-collapse: collapse; font-size: 0.875rem}
.hea-table th, .hea-table td {padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; font-weight: 400;
  border-bottom: 1px solid rgba(128, 128, 128, 0.3); min-width: 4rem}
.hea-table thead th {font-weight: 600}
.hea-drafts {max-height: 26rem; overflow: auto}
.hea-drafts thead th {position: sticky; top: 0; backdrop-filter: blur(1rem)}
.hea-drafts th:first-child {min-width: 9rem; overflow-wrap: anywhere; hyphens: auto}
.hea-drafts a {color: inherit; font-weight: 600}
.hea-drafts td:last-child {white-space: nowrap}
.hea-values {display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem;
  margin: 0}
.hea-values dt {font-size: 0.875rem; font-weight: 400}
.hea-values dd {font-size: 2rem; line-height: 1.3; margin: 0}
.hea-bar {position: relative; height: 0.5rem; background: rgba(128, 128, 128, 0.25); border-radius: 2px}
.hea-bar i, .hea-bar b {position: absolute; top: 0; bottom: 0; background: $need}
.hea-bar i {opacity: 0.75}
.hea-bar b {width: 3px; top: -3px; bottom: -3px; background: currentColor}
.hea-strip {border-top: 1px solid rgba(128, 128, 128, 0.5); padding: 0.5rem 0;
  background: light-dark($light, $dark)}
.hea-strip dl {display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.25rem 1rem; margin: 0; padding: 0}
.hea-strip dt, .hea-strip dd {margin: 0; font-weight: 400; font-size: 0.875rem; line-height: 1.35}
.hea-strip dl > div {display: flex; flex-direction: column; justify-content: space-between}
.hea-strip dd b {font-size: 1.25rem}
.hea-strip small {font-size: 0.8rem}
.hea-strip dd small {display: block; min-height: 1.35em}
.hea-bar {margin: 5px 0 3px}
.hea-strip p {margin: 0 0 0.25rem; font-size: 0.875rem}
dl.hea-cards {display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem;
  margin: 0; padding: 0}
.hea-cards > div {display: flex; flex-direction: column; justify-content: space-between;
  border: 1px solid rgba(128, 128, 128, 0.4); border-radius: 4px; padding: 0.75rem 1rem}
.hea-cards dt, .hea-cards dd {margin: 0; font-weight: 400; font-size: 0.9rem}
.hea-cards dd b {font-size: 2.25rem; line-height: 1.2; margin-right: 0.25rem}
.hea-old dl {color: light-dark($muted, $muted_dark); border-left: 3px dashed; padding-left: 0.5rem}
.hea-old .hea-bar {filter: grayscale(1)}
@media (min-height: 30rem) {
  div:has(> .st-key-strip) {position: sticky; bottom: 0; z-index: 5}
  .stMain:has(.st-key-strip) {scroll-padding-bottom: 9rem}
}
@media (max-width: 40rem) {
  .hea-strip dt, .hea-strip dd, .hea-strip dd small, .hea-strip dt small, .hea-strip p {font-size: 0.75rem}
  .hea-strip dl {column-gap: 0.5rem}
}""").substitute(
    need=colours.NEED,
    muted=colours.MUTED,
    muted_dark=colours.MUTED_DARK,
    light=colours.WHITE,
    dark=colours.DARK,
)
