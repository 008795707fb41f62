#if Rendering
  import DecisionProcesses
  import EnvironmentCatalog
  import Foundation
  import ImageFiles
  import Scenes
  import Testing
  import Viewer

  extension GraphicsTests {
    /// Every world's picture: the software rasteriser's against `Tests/Goldens/pictures/<id>.png`, byte by
    /// byte, and OpenGL's against the software rasteriser's.
    ///
    /// `UPDATE_GOLDENS=1 swift test --filter WorldPictureTests` rewrites the files: look at them.
    @Suite(.serialized) struct WorldPictureTests {
      static let identifiers = EnvironmentCatalog.playableIdentifiers
      static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Goldens/pictures")

      @Test(arguments: identifiers) func drawnAsRecorded(identifier: String) throws {
        let scene = try Self.scene(of: identifier)
        let (width, height) = (320, 240)
        var software = Image(width: width, height: height)
        var rasterizer = SoftwareRasterizer()
        let composition = Composition(scene, width: width, height: height)
        rasterizer.render(composition, into: &software)

        let file = Self.folder.appendingPathComponent(identifier + ".png")
        let bytes = PNG.encode(width: width, height: height, rgba: software.pixels)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
          try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
          try Data(bytes).write(to: file)
        }
        let recorded = try #require(try? Data(contentsOf: file), "there is no golden picture of \(identifier)")
        #expect(Data(bytes) == recorded, "\(identifier) looks different; look, then record it anew")

        var graphics = Image(width: width, height: height)
        try HeadlessRenderer().render(composition, into: &graphics)
        let comparison = PictureComparison(software, graphics)
        // Outlines of solids, and lines where they run through one another, are not smoothed alike.
        if scene.camera == nil {
          #expect(comparison.largest <= 8, "\(comparison)")
        } else {
          #expect(comparison.differing <= width * height / 100, "\(comparison)")
        }
      }

      /// The picture after a few scripted steps, which shows more than the start.
      private static func scene(of identifier: String) throws -> Scene {
        var environment = try EnvironmentCatalog.make(identifier, seed: 5)
        let policy = try #require(environment.policy(.scripted) ?? environment.policy(.zero))
        var observation = environment.reset(seed: 5)
        for _ in 0..<8 where environment.isRunning {
          var action = environment.actionSpace.zero
          var stream = environment.clock.stream(.policy)
          action.withMutableRow { policy.act(on: observation.values.span, into: &$0, using: &stream) }
          observation = environment.step(action).observation
        }
        return try #require(environment.scene)
      }
    }
  }
#endif
