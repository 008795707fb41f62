#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The linear-program solver HiGHS, opened when it is needed: no header, flag or link is needed to build.
///
/// Looked for at the path in the environment variable HIGHS_LIBRARY, then under its usual names.
struct LinearProgramLibrary {
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

  init() throws(PlanningError) {
    var handle: UnsafeMutableRawPointer?
    if let path = getenv("HIGHS_LIBRARY") { handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) }
    for name in ["libhighs.so.1", "libhighs.so", "libhighs.dylib"] where handle == nil {
      handle = dlopen(name, RTLD_NOW | RTLD_LOCAL)
    }
    guard
      let handle, let size = dlsym(handle, "Highs_getSizeofHighsInt"),
      let address = dlsym(handle, "Highs_lpCall")
    else {
      throw PlanningError(
        "several limits need the library HiGHS (libhighs.so.1), which is missing; install it, or name its "
          + "file in HIGHS_LIBRARY",
        kind: .unavailable)
    }
    guard unsafeBitCast(size, to: Size.self)(nil) == 4 else {
      throw PlanningError("this HiGHS counts with 64 bits; build it with 32", kind: .unavailable)
    }
    solve = unsafeBitCast(address, to: Solve.self)
  }

  /// Maximises `objective` x over x >= 0 with `rowLower` <= A x <= `rowUpper`; A by columns.
  ///
  /// Gives x and the multiplier of each row: what one unit more of its bound is worth. Throws for a program
  /// without solution (kind `infeasible`).
  func maximise(
    _ objective: [Double], rowLower: [Double], rowUpper: [Double], columnStart: [Int32], rowIndex: [Int32],
    coefficients: [Double]
  ) throws(PlanningError) -> (x: [Double], multipliers: [Double]) {
    let (columns, rows) = (objective.count, rowLower.count)
    let lower = [Double](repeating: 0, count: columns)
    let upper = [Double](repeating: .infinity, count: columns)
    var x = lower
    var reduced = lower
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
