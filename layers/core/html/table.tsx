import type { ComponentChildren } from 'preact';

export interface TableProps {
  readonly headings: readonly string[];
  /** A cell that holds nothing is left out on a narrow screen. */
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** The first cell of a row says what the row is about. */
  readonly isNamed?: boolean;
  readonly caption?: string;
  /** The id of the heading that names the table, where it has no caption. */
  readonly labelledBy?: string;
}

/**
 * A table that a narrow screen shows as one block a row, each cell behind the heading of its column. The roles are
 * written out because browsers forget the table when its rows are blocks.
 */
export function Table({ headings, rows, isNamed, caption, labelledBy }: TableProps) {
  return (
    <table role="table" aria-labelledby={labelledBy}>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead role="rowgroup">
        <tr role="row">
          {headings.map((heading) => (
            <th scope="col" role="columnheader">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells) => (
          <tr role="row">
            {cells.map((cell, n) =>
              isNamed === true && n === 0 ? (
                <th scope="row" role="rowheader">
                  {cell}
                </th>
              ) : (
                <td role="cell" data-label={headings[n]}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
