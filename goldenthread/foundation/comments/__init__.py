"""What people say to each other about one thing of the record: comments, replies, and questions that wait for an agency
or a person. Any room offers them for its things by a line in its table (`room.Discussed`) and one tag on their page.
"""
