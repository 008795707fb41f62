#if LAPACK
  import LibrarySearch

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// The linear-algebra library LAPACK, opened when it is first needed: no header or link is needed to build.
  ///
  /// Looked for at the path in the environment variable LAPACK_LIBRARY, where `make setup` puts OpenBLAS (as
  /// `LibrarySearch` looks), then among the system's: OpenBLAS, LAPACK, on macOS Accelerate. OpenBLAS is told
  /// to use one thread, in the whole program if it shares that very library: results must not depend on a
  /// number of threads, and on small matrices several are slower than one.
  public struct LAPACKLibrary: Sendable {
    private typealias Character = UnsafePointer<CChar>
    private typealias Number = UnsafePointer<Int32>
    private typealias Status = UnsafeMutablePointer<Int32>
    private typealias Matrix = UnsafeMutablePointer<Double>
    // Fortran passes the length of a text behind all other arguments.
    private typealias Factor =
      @convention(c) (Character, Number, Matrix, Number, Status, Int) -> Void
    private typealias Solve =
      @convention(c) (Character, Number, Number, Matrix, Number, Matrix, Number, Status, Int) -> Void

    /// The file that was opened.
    public let path: String
    /// What OpenBLAS tells about itself, version first; empty for another library.
    public let configuration: String
    private let factor: Factor
    private let invert: Factor
    private let solve: Solve

    private static let found: Result<LAPACKLibrary, LinearAlgebraError> = {
      do throws(LinearAlgebraError) {
        return .success(try LAPACKLibrary(opening: candidates))
      } catch {
        return .failure(error)
      }
    }()

    /// The library, searched for once in the life of a program, or an error that says how to get it.
    public init() throws(LinearAlgebraError) { self = try Self.found.get() }

    /// Opens the first of `paths` that is there and is a LAPACK that counts with 32 bits.
    public init(opening paths: [String]) throws(LinearAlgebraError) {
      var faults: [String] = []
      for path in paths {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
          let reason = dlerror().map { String(cString: $0) } ?? "\(path) cannot be opened"
          // That a file is not there is no news; any other reason is.
          if !reason.contains("No such file") && !reason.contains("no such file") { faults.append(reason) }
          continue
        }
        if let fault = Self.fault(of: handle) {
          faults.append("\(path) \(fault)")
          dlclose(handle)
          continue
        }
        self.init(handle: handle, path: path)
        return
      }
      let reason = faults.isEmpty ? "LAPACK is missing (\(Self.names[0]))" : faults.joined(separator: "; ")
      throw LinearAlgebraError(
        "\(reason); fetch OpenBLAS with 'make setup', or name a LAPACK's file in LAPACK_LIBRARY")
    }

    private init(handle: UnsafeMutableRawPointer, path: String) {
      self.path = path
      configuration = Self.configuration(of: handle)
      factor = unsafeBitCast(Self.symbol("dpotrf_", in: handle)!, to: Factor.self)
      invert = unsafeBitCast(Self.symbol("dpotri_", in: handle)!, to: Factor.self)
      solve = unsafeBitCast(Self.symbol("dpotrs_", in: handle)!, to: Solve.self)
      if let threads = Self.symbol("openblas_set_num_threads", in: handle) {
        unsafeBitCast(threads, to: (@convention(c) (Int32) -> Void).self)(1)
      }
    }

    /// How many threads OpenBLAS would use; nil for another library.
    public var threadCount: Int? {
      guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else { return nil }
      defer { dlclose(handle) }
      guard let count = Self.symbol("openblas_get_num_threads", in: handle) else { return nil }
      return Int(unsafeBitCast(count, to: (@convention(c) () -> Int32).self)())
    }

    /// What keeps an open library from being used.
    private static func fault(of handle: UnsafeMutableRawPointer) -> String? {
      for name in ["dpotrf_", "dpotri_", "dpotrs_"] where symbol(name, in: handle) == nil {
        return "is no LAPACK: it has no \(name)"
      }
      return configuration(of: handle).contains("USE64BITINT")
        ? "counts with 64 bits, where 32 are needed" : nil
    }

    private static func configuration(of handle: UnsafeMutableRawPointer) -> String {
      guard let address = symbol("openblas_get_config", in: handle) else { return "" }
      let text = unsafeBitCast(address, to: (@convention(c) () -> UnsafePointer<CChar>?).self)()
      return text.map { String(cString: $0) } ?? ""
    }

    /// The library that `make setup` fetches prefixes all its names.
    private static func symbol(
      _ name: String, in handle: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer? {
      dlsym(handle, "scipy_" + name) ?? dlsym(handle, name)
    }

    #if os(macOS)
      private static let names = [
        "libscipy_openblas.dylib", "libopenblas.dylib",
        "/System/Library/Frameworks/Accelerate.framework/Accelerate",
      ]
    #else
      private static let names = ["libscipy_openblas.so", "libopenblas.so.0", "liblapack.so.3"]
    #endif

    static var candidates: [String] {
      LibrarySearch.candidates(variable: "LAPACK_LIBRARY", folder: "openblas", names: names)
    }

    // Fortran's columns are our rows, so its lower triangle is our upper one.

    /// Replaces the upper triangle of row-major `a` by U with A = U^T U; false if A is not positive definite.
    func factor(_ a: UnsafeMutablePointer<Double>, order: Int) -> Bool {
      var (n, status) = (Int32(order), Int32(0))
      factor("L", &n, a, &n, &status, 1)
      precondition(status >= 0, "dpotrf refuses its argument \(-status)")
      return status == 0
    }

    /// Replaces U in the upper triangle by the upper triangle of A^-1.
    func invert(_ a: UnsafeMutablePointer<Double>, order: Int) {
      var (n, status) = (Int32(order), Int32(0))
      invert("L", &n, a, &n, &status, 1)
      precondition(status == 0, "dpotri ended with status \(status)")
    }

    /// Replaces the `columns` right sides in `b`, one after the other, by solutions of A x = b.
    func solve(
      _ factor: UnsafePointer<Double>, order: Int, _ b: UnsafeMutablePointer<Double>, columns: Int
    ) {
      var (n, count, status) = (Int32(order), Int32(columns), Int32(0))
      solve("L", &n, &count, UnsafeMutablePointer(mutating: factor), &n, b, &n, &status, 1)
      precondition(status == 0, "dpotrs ended with status \(status)")
    }
  }
#endif
