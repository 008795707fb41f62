import LibrarySearch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The linear-program solver HiGHS, opened when it is first needed: no header, flag or link is needed to
/// build.
///
/// Looked for at the path in the environment variable HIGHS_LIBRARY and where `LibrarySearch` looks.
struct LinearProgramLibrary: Sendable {
  private typealias Size = @convention(c) (OpaquePointer?) -> Int32
  private typealias Numbers = UnsafePointer<Double>
  private typealias Indices = UnsafePointer<Int32>
  private typealias Results = UnsafeMutablePointer<Double>
  private typealias Solve =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Double, Numbers, Numbers, Numbers, Numbers, Numbers, Indices,
      Indices, Numbers, Results, Results, Results, Results, UnsafeMutablePointer<Int32>,
      UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>
    ) -> Int32

  private let solve: Solve

  /// Searched for once in the life of a program.
  private static let found: Result<LinearProgramLibrary, PlanningError> = {
    do throws(PlanningError) {
      return .success(try LinearProgramLibrary(opening: candidates))
    } catch {
      return .failure(error)
    }
  }()

  /// The library, or an error of kind `unavailable` that says how to get it.
  init() throws(PlanningError) { self = try Self.found.get() }

  /// Opens the first of `paths` that can be opened.
  init(opening paths: [String]) throws(PlanningError) {
    var handle: UnsafeMutableRawPointer?
    for path in paths where handle == nil { handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) }
    guard
      let handle, let size = dlsym(handle, "Highs_getSizeofHighsInt"),
      let address = dlsym(handle, "Highs_lpCall")
    else {
      throw PlanningError(
        "this needs the linear-program solver HiGHS, which is missing; fetch it with 'make setup', or name "
          + "its file (\(Self.names[0])) in HIGHS_LIBRARY",
        kind: .unavailable)
    }
    guard unsafeBitCast(size, to: Size.self)(nil) == 4 else {
      throw PlanningError(
        "this HiGHS counts with 64 bits; fetch the usual one with 'make setup'", kind: .unavailable)
    }
    solve = unsafeBitCast(address, to: Solve.self)
  }

  #if os(macOS)
    private static let names = ["libhighs.1.dylib", "libhighs.dylib"]
  #else
    private static let names = ["libhighs.so.1", "libhighs.so"]
  #endif

  private static var candidates: [String] {
    LibrarySearch.candidates(variable: "HIGHS_LIBRARY", folder: "highs", names: names)
  }

  /// Maximises `objective` x over `columnLower` <= x <= `columnUpper`, which without mention are 0 and
  /// infinity, with `rowLower` <= A x <= `rowUpper`; A by columns.
  ///
  /// Gives x and the multiplier of each row: what one unit more of its bound is worth. Throws for a program
  /// without solution (kind `infeasible`).
  func maximise(
    _ objective: [Double], columnLower: [Double]? = nil, columnUpper: [Double]? = nil, rowLower: [Double],
    rowUpper: [Double], columnStart: [Int32], rowIndex: [Int32], coefficients: [Double]
  ) throws(PlanningError) -> (x: [Double], multipliers: [Double]) {
    let (columns, rows) = (objective.count, rowLower.count)
    let lower = columnLower ?? Array(repeating: 0, count: columns)
    let upper = columnUpper ?? Array(repeating: .infinity, count: columns)
    var x = Array(repeating: 0.0, count: columns)
    var reduced = x
    var activity = [Double](repeating: 0, count: rows)
    var multipliers = activity
    var columnBasis = [Int32](repeating: 0, count: columns)
    var rowBasis = [Int32](repeating: 0, count: rows)
    var status: Int32 = 0
    // By columns (1), maximise (-1), no offset.
    let code = solve(
      Int32(columns), Int32(rows), Int32(coefficients.count), 1, -1, 0, objective, lower, upper, rowLower,
      rowUpper, columnStart, rowIndex, coefficients, &x, &reduced, &activity, &multipliers, &columnBasis,
      &rowBasis, &status)
    switch status {
    case 7: return (x, multipliers)
    case 8: throw PlanningError("no policy keeps all the limits", kind: .infeasible)
    default:
      throw PlanningError("HiGHS gave no optimum (code \(code), status \(status))", kind: .unavailable)
    }
  }
}
