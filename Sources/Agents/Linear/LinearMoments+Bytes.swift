import DecisionProcesses
import LinearAlgebra

extension LinearMoments {
  func encode(into writer: inout ByteWriter) {
    for step in 0..<horizon {
      let matrix = matrices[step]
      for number in matrix.stored { writer.write(number) }
      writer.write(UInt64(matrix.updateCount))
    }
    for step in 0..<horizon {
      writer.write(UInt32(seenCount[step]))
      for k in 0..<seenCount[step] {
        let state = Int(seen[step * stateCount + k])
        writer.write(UInt32(state))
        for i in 0..<featureCount { writer.write(arrivals[(step * stateCount + state) * featureCount + i]) }
      }
    }
    for number in rewards.array { writer.write(number) }
  }

  func restore(from reader: inout ByteReader) throws(SnapshotError) {
    var restored: [RidgeMatrix] = []
    for step in 0..<horizon {
      let numbers = try reader.readNumbers(RidgeMatrix.storedCount(order: featureCount))
      let updates = try reader.readInteger(UInt64.self)
      do throws(LinearAlgebraError) {
        restored.append(
          try RidgeMatrix(
            order: featureCount, ridge: matrices[step].ridge, stored: numbers,
            updateCount: Int(clamping: updates)))
      } catch {
        throw SnapshotError(error.message, offset: reader.offset)
      }
    }
    begin(with: restored)
    for step in 0..<horizon {
      for _ in 0..<(try reader.readInteger(UInt32.self)) {
        let offset = reader.offset
        let state = Int(try reader.readInteger(UInt32.self))
        guard state < stateCount else {
          throw SnapshotError("state \(state) of \(stateCount): bytes of another model", offset: offset)
        }
        see(state, step: step)
        for i in 0..<featureCount {
          arrivals[(step * stateCount + state) * featureCount + i] = try reader.readDouble()
        }
      }
    }
    rewards.copy(from: try reader.readNumbers(rewards.count))
  }
}

extension ByteReader {
  /// `count` numbers, one after the other.
  mutating func readNumbers(_ count: Int) throws(SnapshotError) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(count)
    for _ in 0..<count { numbers.append(try readDouble()) }
    return numbers
  }
}
