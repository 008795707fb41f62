/// Who factors a matrix.
///
/// `portable` is Swift without fused multiply-adds and with a fixed order of operations: the same bits on
/// every machine. `lapack` is faster on large matrices; its last bits depend on the library and the
/// processor.
public enum LinearAlgebraBackend: String, Sendable, CaseIterable {
  case portable, lapack

  /// From this order on LAPACK is used where it is there; below it the portable backend, everywhere, so that
  /// small matrices have the same bits on every machine.
  ///
  /// Factor and inverse together in microseconds, on one core of a shared machine (AVX-512, `-march=native`,
  /// OpenBLAS 0.3.34):
  ///
  ///     order       32    64    96   128   192    256    512     1000
  ///     portable   9.7  47.4   124   292   863   1920  15700   165000
  ///     LAPACK     9.4  47.0   106   224   583   1500   7800    40700
  public static let crossover = 128

  /// What can be used in this program; `portable` always.
  public static let available: [LinearAlgebraBackend] =
    lapackProblem == nil ? [.portable, .lapack] : [.portable]

  /// Why LAPACK cannot be used; nil where it can. Searched for once in the life of a program.
  public static let lapackProblem: LinearAlgebraError? = {
    #if LAPACK
      do throws(LinearAlgebraError) {
        _ = try LAPACKLibrary()
        return nil
      } catch {
        return error
      }
    #else
      return LinearAlgebraError(
        "this program was built without LAPACK; build it with 'make', which fetches OpenBLAS, or with "
          + "'--traits LAPACK' after 'make setup'")
    #endif
  }()

  /// What is used for a matrix of `order` rows if nothing else is asked for.
  public static func preferred(forOrder order: Int) -> LinearAlgebraBackend {
    order >= crossover && lapackProblem == nil ? .lapack : .portable
  }
}
