import CGauntlet
import EnvironmentCatalog
import Foundation
import GauntletC
import Testing

@Suite struct RecipeTextTests {
  @Test(arguments: [
    ("", GAUNTLET_BAD_RECIPE, "expected an environment id"),
    ("cart-pol-v1", GAUNTLET_BAD_RECIPE, "did you mean 'cart-pole-v1'"),
    ("cart-pole-v1?massPole=99", GAUNTLET_BAD_RECIPE, "column 14"),
    ("cart-pole-v1 | no-such-rule()", GAUNTLET_BAD_RECIPE, "unknown rule"),
    ("cart-pole-v1?massPole=" + String(repeating: "[", count: 5000), GAUNTLET_BAD_RECIPE, "nested too deeply"),
    (String(repeating: "x", count: 65_537), GAUNTLET_TOO_LARGE, "no zero byte within 65536"),
    ("cart-pole-v1" + String(repeating: " | action-delay(steps=1)", count: 65), GAUNTLET_TOO_LARGE, "65 rules"),
    ("garnet-v0?states=10000,actions=1000,branching=1000", GAUNTLET_BAD_RECIPE, "10000000000"),
    (
      "cart-pole-v1" + String(repeating: " | extra-dimensions(count=10000)", count: 60)
        + " | observation-delay(steps=10000)", GAUNTLET_TOO_LARGE, "MiB"
    ),
  ])
  func saysWhatIsWrong(_ recipe: String, _ status: gauntlet_status, _ message: String) {
    var handle: gauntlet_handle = 0
    #expect(gauntlet_make_environment(recipe, nil, &handle) == status)
    #expect(lastError.contains(message), "\(lastError)")
    #expect(gauntlet_make_batch(recipe, nil, &handle) == status)
    #expect(handle == 0)
    var needed: UInt64 = 0
    #expect(gauntlet_describe(recipe, nil, 0, &needed) == status)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    var handle: gauntlet_handle = 0
    for bytes: [UInt8] in [[0xFF, 0], [0x63, 0xC3, 0x28, 0], [0xED, 0xA0, 0x80, 0], [0xF4, 0x90, 0x80, 0x80, 0]] {
      bytes.withUnsafeBytes { raw in
        let text = raw.baseAddress!.assumingMemoryBound(to: CChar.self)
        #expect(gauntlet_make_environment(text, nil, &handle) == GAUNTLET_BAD_ARGUMENT)
        #expect(lastError.contains("not UTF-8"))
      }
    }
    #expect(gauntlet_make_environment(nil, nil, &handle) == GAUNTLET_BAD_ARGUMENT)
    #expect(gauntlet_make_environment("cart-pole-v1", nil, nil) == GAUNTLET_BAD_ARGUMENT)
  }

  @Test(arguments: [
    (UInt64.max, UInt32(1), GAUNTLET_TOO_LARGE), (16_777_217, 1, GAUNTLET_TOO_LARGE), (4, 257, GAUNTLET_TOO_LARGE),
    (4, 256, GAUNTLET_OK), (0, 0, GAUNTLET_OK),
  ])
  func lanesAndThreadsAreLimited(_ lanes: UInt64, _ threads: UInt32, _ status: gauntlet_status) {
    let made = makeBatch("cart-pole-v1", lanes: lanes, threads: threads)
    #expect(made.1 == status, "\(lastError)")
    if made.1 == GAUNTLET_OK {
      #expect(shape(made.0).lanes == max(lanes, 1))
      #expect(shape(made.0).threads == UInt32(max(1, min(lanes, UInt64(threads)))))
      gauntlet_close(made.0)
    }
  }

  @Test func moreThanTheMemoryIsRefusedBeforeItIsAskedFor() {
    let (_, status) = makeBatch("cart-pole-v1 | observation-delay(steps=10000)", lanes: 16_777_216)
    #expect(status == GAUNTLET_TOO_LARGE)
    #expect(lastError.contains("use fewer lanes"))
  }

  @Test(arguments: [GAUNTLET_INT64, GAUNTLET_UINT8, 17, -1])
  func elementTypesMustFit(_ element: Int32) {
    #expect(makeBatch("pendulum-v1", observation: element).1 == GAUNTLET_BAD_ARGUMENT)
    #expect(makeBatch("pendulum-v1", action: element).1 == GAUNTLET_BAD_ARGUMENT)
    #expect(makeBatch("cliff-walk-v1", action: GAUNTLET_FLOAT32).1 == GAUNTLET_BAD_ARGUMENT)
  }

  @Test func horizonOfTheOptionsWins() {
    let (handle, _) = makeBatch("cart-pole-v1?horizon=7,massPole=0.2", horizon: 5)
    defer { gauntlet_close(handle) }
    #expect(shape(handle).horizon == 5)
    #expect(makeBatch("cart-pole-v1", horizon: 1_000_000_001).1 == GAUNTLET_BAD_ARGUMENT)
  }
}
