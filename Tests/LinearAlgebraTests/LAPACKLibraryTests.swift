#if LAPACK
  import LinearAlgebra
  import Testing

  @Suite(.enabled(if: TestedLAPACK.isExpected, "needs a LAPACK; 'make setup' fetches OpenBLAS"))
  struct LAPACKLibraryTests {
    @Test func theLibraryIsFoundAndUsesOneThread() throws {
      #expect(LinearAlgebraBackend.lapackProblem == nil)
      #expect(LinearAlgebraBackend.available == [.portable, .lapack])
      let library = try LAPACKLibrary()
      #expect(!library.path.isEmpty)
      if library.configuration.contains("OpenBLAS") { #expect(library.threadCount == 1) }
    }

    @Test func thePreferenceChangesAtTheCrossover() {
      #expect(LinearAlgebraBackend.preferred(forOrder: LinearAlgebraBackend.crossover - 1) == .portable)
      #expect(LinearAlgebraBackend.preferred(forOrder: LinearAlgebraBackend.crossover) == .lapack)
    }
  }

  @Suite struct MissingLAPACKTests {
    @Test func aLibraryThatIsNotThereIsExplained() {
      let error = #expect(throws: LinearAlgebraError.self) {
        try LAPACKLibrary(opening: ["/nowhere/liblapack.so"])
      }
      #expect(error?.message.contains("LAPACK is missing") == true, "\(String(describing: error))")
      #expect(error?.message.contains("LAPACK_LIBRARY") == true)
    }

    #if os(Linux)
      @Test func aFileThatIsNoLAPACKIsNamed() {
        let error = #expect(throws: LinearAlgebraError.self) {
          try LAPACKLibrary(opening: ["libc.so.6", #filePath])
        }
        let message = error?.message ?? ""
        #expect(message.contains("libc.so.6 is no LAPACK: it has no dpotrf_"), "\(message)")
        #expect(message.contains("LAPACKLibraryTests.swift"), "\(message)")
      }
    #endif
  }
#endif
