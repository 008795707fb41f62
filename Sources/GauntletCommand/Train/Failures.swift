import Agents
import Evaluation
import Foundation
import Recipes

/// Runs `body`; what agents, worlds and the disk refuse ends the command with one line.
func inOneLine(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as RecipeError {
    throw fail(error, place: "")
  } catch let error as AgentError {
    throw fail(error.message)
  } catch let error as EvaluationError {
    throw fail(error.message)
  } catch let error as CocoaError {
    throw fail(error.localizedDescription)
  }
}
