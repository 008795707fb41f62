import DecisionProcesses
import Testing

@Suite struct RowTests {
  @Test func vectorsAreRows() {
    var vector = Vector<3>([1, -2, 0.5])
    #expect(vector.rowWidth == 3)
    #expect(vector.components == [1, -2, 0.5])
    vector[1] = 4
    vector.withMutableRow { row in row[2] += 1 }
    #expect(vector == Vector([1, 4, 1.5]))
    #expect(vector.description == "[1.0, 4.0, 1.5]")
    #expect(Vector<2>.zero == Vector(repeating: 0))
    #expect(Vector<4>(packing: SIMD4(1, 2, 3, 4)) == Vector([1, 2, 3, 4]))
  }

  /// Rows in a larger row: only the part from the offset on is read and written.
  @Test func offsets() {
    let cells: [Double] = [9, 1, 2, 9]
    #expect(Vector<2>(reading: cells.span, at: 1, width: 2) == Vector([1, 2]))
    #expect(Row(reading: cells.span, at: 1, width: 2) == [1, 2])
    #expect(Int(reading: cells.span, at: 2, width: 1) == 2)
    var written = cells
    var span = written.mutableSpan
    Vector<2>([7, 8]).write(to: &span, at: 1)
    5.write(to: &span, at: 0)
    Row([6]).write(to: &span, at: 3)
    #expect(written == [5, 7, 8, 6])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
  func notFinite(_ value: Double) {
    for index in 0..<3 {
      var vector = Vector<3>([1, -Double.greatestFiniteMagnitude, .leastNonzeroMagnitude])
      #expect(vector.isFinite)
      vector[index] = value
      #expect(!vector.isFinite)
      var row = Row(vector.components)
      #expect(!row.isFinite)
      var expected = [1, -Double.greatestFiniteMagnitude, .leastNonzeroMagnitude]
      expected[index] = 0
      vector.replaceNonFiniteByZero()
      row.replaceNonFiniteByZero()
      #expect(vector.components == expected)
      #expect(row.values == expected)
    }
  }

  /// Opposite infinities do not cancel.
  @Test func infinitiesOfBothSigns() { #expect(!Vector<2>([.infinity, -.infinity]).isFinite) }

  @Test func equalVectorsHashAlike() {
    #expect(Vector<2>([0.0, 1]) == Vector([-0.0, 1]))
    #expect(Vector<2>([0.0, 1]).hashValue == Vector<2>([-0.0, 1]).hashValue)
    #expect(Vector<2>([0, 1]) != Vector([1, 0]))
    #expect(Vector<1>([.nan]) != Vector([.nan]))
  }

  @Test func rowsShareUntilChanged() {
    let original = Row(repeating: 2, count: 3)
    var copy = original
    copy[0] = 1
    copy.withMutableRow { row in row[2] = 3 }
    #expect(original == [2, 2, 2])
    #expect(copy == [1, 2, 3])
    #expect(copy.count == 3 && copy.rowWidth == 3)
  }

  @Test func wholeNumbersAreRows() {
    var number = 4
    #expect(number.rowWidth == 1)
    #expect(number.components == [4])
    number.withMutableRow { row in row[0] = 7 }
    #expect(number == 7)
    #expect(number.isFinite)
  }
}
