import Plots
import Scenes

/// Turns a table into a chart as the options of `plot` say.
struct ChartBuilder {
  let table: DataTable
  var title = ""
  var x: String?
  var y: [String] = []
  var group: String?
  var band: Band = .se
  var isLogX = false
  var isLogY = false

  private var xAxisScale: Axis.Scale { isLogX ? .logarithmic : .linear }
  private var yAxisScale: Axis.Scale { isLogY ? .logarithmic : .linear }

  private func yColumns(besides used: [Int]) throws -> [Int] {
    if !y.isEmpty { return try y.map { try table.column($0, option: "--y") } }
    let free = table.header.indices.filter { !used.contains($0) && table.isNumeric($0) }
    guard let first = free.first else {
      throw fail("\(table.source) has no further column of numbers; name one with --y")
    }
    return [first]
  }

  /// The rows of each group in order of appearance; one unnamed group without `--group`.
  private func groups() throws -> [(name: String, rows: [Int])] {
    guard let group else { return [("", Array(table.rows.indices))] }
    return classes(of: try table.column(group, option: "--group"), Array(table.rows.indices))
  }

  private func classes(of column: Int, _ rows: [Int]) -> [(name: String, rows: [Int])] {
    var places: [String: Int] = [:]
    var result: [(name: String, rows: [Int])] = []
    for row in rows {
      let name = table.rows[row][column]
      if let place = places[name] {
        result[place].rows.append(row)
      } else {
        places[name] = result.count
        result.append((name, [row]))
      }
    }
    return result
  }

  private func seriesName(_ column: Int, _ group: String, columns: Int) -> String {
    group.isEmpty ? table.header[column] : columns > 1 ? "\(table.header[column]), \(group)" : group
  }

  private func yLabel(_ columns: [Int]) -> String {
    columns.count == 1 ? table.header[columns[0]] : ""
  }

  func lines() throws -> LineChart {
    let xColumn = try x.map { try table.column($0, option: "--x") } ?? 0
    let groupColumn = try group.map { try table.column($0, option: "--group") }
    let columns = try yColumns(besides: [xColumn] + (groupColumn.map { [$0] } ?? []))
    let xs = try table.numbers(xColumn)
    var series: [LineChart.Series] = []
    for column in columns {
      let ys = try table.numbers(column)
      for group in try groups() {
        var values: [Double: [Double]] = [:]
        for row in group.rows where xs[row].isFinite { values[xs[row], default: []].append(ys[row]) }
        let places = values.keys.sorted()
        let middles = places.map { Aggregate(values[$0] ?? [], band: band) }
        let hasBand = band != .none && values.values.contains { $0.count > 1 }
        series.append(
          LineChart.Series(
            seriesName(column, group.name, columns: columns.count),
            zip(places, middles).map { Point($0, $1?.middle ?? .nan) },
            low: hasBand ? middles.map { $0?.low ?? .nan } : [],
            high: hasBand ? middles.map { $0?.high ?? .nan } : []))
      }
    }
    return LineChart(
      title: title, x: Axis(table.header[xColumn], scale: xAxisScale),
      y: Axis(yLabel(columns), scale: yAxisScale), series: series)
  }

  func bars() throws -> BarChart {
    let xColumn = try x.map { try table.column($0, option: "--x") } ?? 0
    let groupColumn = try group.map { try table.column($0, option: "--group") }
    let columns = try yColumns(besides: [xColumn] + (groupColumn.map { [$0] } ?? []))
    let categories = classes(of: xColumn, Array(table.rows.indices))
    var series: [BarChart.Series] = []
    for column in columns {
      let ys = try table.numbers(column)
      for group in try groups() {
        let members = Set(group.rows)
        let bars = categories.map { category in
          Aggregate(category.rows.filter(members.contains).map { ys[$0] }, band: band)
        }
        let hasBand = band != .none && categories.contains { $0.rows.filter(members.contains).count > 1 }
        series.append(
          BarChart.Series(
            seriesName(column, group.name, columns: columns.count), bars.map { $0?.middle ?? .nan },
            low: hasBand ? bars.map { $0?.low ?? .nan } : [],
            high: hasBand ? bars.map { $0?.high ?? .nan } : []))
      }
    }
    return BarChart(
      title: title, categories: categories.map(\.name), x: Axis(table.header[xColumn]),
      y: Axis(yLabel(columns), scale: yAxisScale), series: series)
  }

  func heatMap() throws -> HeatMapChart {
    guard let x, y.count == 2, group == nil, !isLogX, !isLogY else {
      throw fail("a heat map takes --x COLUMN, --y COLUMN and --y VALUES, no --group and no logarithms")
    }
    let names = [x, y[0], y[1]]
    let columns = try zip(names, ["--x", "--y", "--y"]).map { try table.column($0, option: $1) }
    let data = try columns.map { try table.numbers($0) }
    let (xPlaces, yPlaces) = (try grid(data[0], x), try grid(data[1], y[0]))
    let xIndex = Dictionary(uniqueKeysWithValues: xPlaces.enumerated().map { ($1, $0) })
    let yIndex = Dictionary(uniqueKeysWithValues: yPlaces.enumerated().map { ($1, $0) })
    var cells = [[Double]](repeating: [], count: xPlaces.count * yPlaces.count)
    for row in table.rows.indices {
      if let column = xIndex[data[0][row]], let line = yIndex[data[1][row]] {
        cells[line * xPlaces.count + column].append(data[2][row])
      }
    }
    let values = cells.map { Aggregate($0, band: .none)?.middle ?? .nan }
    return HeatMapChart(
      title: title, x: Axis(x), y: Axis(y[0]), label: y[1],
      map: HeatMap(columns: xPlaces.count, rows: yPlaces.count, values: values), xRange: borders(xPlaces),
      yRange: borders(yPlaces))
  }

  /// The different numbers of a column, which must be evenly spaced.
  private func grid(_ values: [Double], _ name: String) throws -> [Double] {
    let places = Set(values.filter(\.isFinite)).sorted()
    guard let first = places.first, let last = places.last else {
      throw fail("column '\(name)' of \(table.source) has no numbers; choose another")
    }
    let step = (last - first) / Double(max(1, places.count - 1))
    for (k, place) in places.enumerated() where abs(place - (first + Double(k) * step)) > 1e-3 * step {
      throw fail(
        "column '\(name)' of \(table.source) is not evenly spaced at \(place); "
          + "a heat map needs a full grid, or use --kind line")
    }
    return places
  }

  private func borders(_ places: [Double]) -> ClosedRange<Double> {
    let half = places.count > 1 ? (places[places.count - 1] - places[0]) / Double(places.count - 1) / 2 : 0.5
    return (places[0] - half)...(places[places.count - 1] + half)
  }
}
