import ArgumentParser
import Recipes

/// Ends the command with one line on standard error: what is wrong, and what to do.
func fail(_ message: String) -> ExitCode {
  // What the user wrote may hold line breaks; a fault is one line.
  let line = message.unicodeScalars.map { scalar in
    scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
  }
  Terminal.writeError("error: " + line.joined())
  return .failure
}

/// The same for a recipe; on a terminal the text with a caret under the fault follows.
func fail(_ error: RecipeError) -> ExitCode {
  Terminal.writeError("error: \(error)")
  if Terminal.errorsAreShown { Terminal.writeError(error.caretDiagram) }
  return .failure
}

/// Runs `body` and turns a recipe's error into a failure.
func reportingRecipeErrors<T>(_ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch let error as RecipeError {
    throw fail(error)
  }
}
