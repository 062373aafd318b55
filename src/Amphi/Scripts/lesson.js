// Lesson.
