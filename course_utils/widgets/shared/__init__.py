"""What the demos of all lessons are built from.

The path of a learning rate from slider to weight, in `MnistTrainer`:

1. You move the slider. The page sends the number of its step, and the `NumberSlider` (controls) makes a rate of it.
2. `Settings.bind` (settings) sets `settings.learning_rate` to that rate, which is kept there, and the demo is told.
3. The demo calls `TrainingRun.change` (training_run): it sets `trainer.optimizer.learning_rate`, marks the
   change on the curves, and notes it for the program that `code()` writes.
4. The player (player), which was waiting between two frames, does one step: `Trainer.step` → `SGD.update`, w ← w − α g.
5. The demo draws the curves, and `LiveFigure` (live_figure) sends the rectangle that changed to the page.
"""
